package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.link.Links;
import dev.volta.core.link.OwnLinks;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Remote;
import dev.volta.core.service.SocketStar;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What links do, whoever holds them: a controller and a worker on two nodes, which are one real sshd. */
@Timeout(120)
abstract class LinksConformance {
    @TempDir
    Path folder;

    OpenSshd server;
    SshSettings settings;
    private ServerSocketChannel controller;

    abstract Links open(List<TunnelSpec.Sockets> ways, Path hub) throws Exception;

    /** Ends the links for good. */
    void end(Links links) throws Exception {
        links.close();
    }

    /** Makes a connection to a node. */
    interface Connecting {
        Remote connect(NodeName node) throws InterruptedException;
    }

    /** Links of this process, over connections that {@code connecting} makes. */
    static Links openOwn(List<TunnelSpec.Sockets> ways, Path hub, Connecting connecting) throws InterruptedException {
        var access = new NodeAccess() {
            @Override
            public Remote connect(Node node) throws InterruptedException {
                return connecting.connect(node.name());
            }

            @Override
            public void close() {}
        };
        return OwnLinks.open(
                ways,
                hub,
                name -> new Node(
                        name, new Reach.Here(), Set.of(), Optional.empty(), NodePaths.UNSAID, new Origin.ByDefault()),
                access);
    }

    /** Cuts what carries the links, which can be made anew at once. */
    void breakConnections() throws Exception {
        server.dropConnections();
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/sshd")), "skipped: sshd is not there (openssh-server)");
        server = OpenSshd.start(Files.createDirectory(folder.resolve("server")));
        var hostKeys = HostKeys.load(folder.resolve("known_hosts"), List.of());
        hostKeys.pin("127.0.0.1", server.port(), server.hostKeys());
        settings = SshSettings.with(hostKeys);
        Files.createDirectory(folder.resolve("c"));
        controller = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("c/controller.sock")));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws Exception {
        controller.close();
        server.close();
    }

    @Test
    void leadAWorkerToItsController() throws Exception {
        var links = open(ways(), hub());
        try {
            assertThat(answers(hub())).isTrue();
            assertThat(answers(worker())).isTrue();
            assertThat(answers(worker())).isTrue();
            assertThat(links.cuts()).isEmpty();
        } finally {
            end(links);
        }
        assertThat(answers(worker())).isFalse();
        assertThat(answers(hub())).isFalse();
    }

    @Test
    void comeBackWhenTheirConnectionsBreak() throws Exception {
        var links = open(ways(), hub());
        try {
            for (int round = 0; round < 2; round++) {
                breakConnections();
                eventually(() -> answers(worker()));
            }
            assertThat(links.cuts()).containsKey(new NodeName("worker"));
            assertThat(links.cuts().values()).allMatch(cut -> cut.isPositive() && cut.toSeconds() < 60);
        } finally {
            end(links);
        }
    }

    @Test
    void surviveAControllerThatIsAwayForAWhile() throws Exception {
        var links = open(ways(), hub());
        try {
            controller.close();
            Files.delete(folder.resolve("c/controller.sock"));
            assertThat(answers(worker())).isFalse();
            controller = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(folder.resolve("c/controller.sock")));
            Thread.ofVirtual().start(this::serve);
            eventually(() -> answers(worker()));
            assertThat(links.cuts()).isEmpty();
        } finally {
            end(links);
        }
    }

    SshTarget target(NodeName node) {
        return SshTarget.of(node, "127.0.0.1", server.port(), System.getProperty("user.name"))
                .withIdentityFiles(server.clientKey());
    }

    private Path hub() {
        return folder.resolve("hub.sock");
    }

    private Path worker() {
        return folder.resolve("w/controller.sock");
    }

    private List<TunnelSpec.Sockets> ways() {
        var others = new LinkedHashMap<NodeName, String>();
        others.put(new NodeName("worker"), worker().toString());
        var socket = folder.resolve("c/controller.sock").toString();
        return TunnelSpec.Sockets.of(new SocketStar(new NodeName("controller"), socket, others), hub());
    }

    private void serve() {
        var own = controller;
        while (own.isOpen()) {
            try (var client = own.accept()) {
                var buffer = ByteBuffer.allocate(1);
                client.read(buffer);
                client.write(buffer.flip());
            } catch (IOException _) {
                // closed
            }
        }
    }

    private static boolean answers(Path socket) {
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap(new byte[] {7}));
            var answer = ByteBuffer.allocate(1);
            return client.read(answer) == 1 && answer.get(0) == 7;
        } catch (IOException _) {
            return false;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void eventually(Condition condition) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
