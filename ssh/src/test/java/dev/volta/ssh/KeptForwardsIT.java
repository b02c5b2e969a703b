package dev.volta.ssh;

import static dev.volta.ssh.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.keeper.client.KeptForwards;
import dev.volta.core.link.TunnelSpec;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ports of a real sshd's node that a keeper leads to from this machine. */
@Timeout(120)
class KeptForwardsIT {
    private static final NodeName NODE = new NodeName("n1");

    @TempDir
    private Path folder;

    private OpenSshd server;
    private KeptLink keeper;
    private KeeperControl control;
    private Node node;
    private ServerSocket exporter;

    @BeforeEach
    void start() throws Exception {
        server = OpenSshd.start(folder);
        var hostKeys = HostKeys.load(folder.resolve("known_hosts"), List.of());
        hostKeys.pin("127.0.0.1", server.port(), server.hostKeys());
        keeper = new KeptLink(SshSettings.with(hostKeys));
        control = new KeeperControl(keeper.place());
        node = keeper.register(SshTarget.of(NODE, "127.0.0.1", server.port(), System.getProperty("user.name"))
                .withIdentityFiles(server.clientKey()));
        exporter = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!exporter.isClosed()) {
                try (var client = exporter.accept()) {
                    client.getOutputStream().write('m');
                } catch (IOException _) {
                    // the client is gone, or the test is over
                }
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        exporter.close();
        keeper.close();
        server.close();
    }

    @Test
    void areOpenedAnewWhenTheConnectionIsLostAndClosedWhenTheyAreNotDescribed() throws Exception {
        var one = way(freePort());
        var other = way(freePort());
        assertThat(hold(Set.of(one, other), List.of(one, other))).isEmpty();
        assertThat(isAnswered(one) && isAnswered(other)).isTrue();
        assertThat(KeptForwards.open(control)).containsExactlyInAnyOrder(one, other);
        server.dropConnections();
        eventually(() -> isAnswered(one) && isAnswered(other), "both lead to the node again");

        // Another command wants one of them now; the other is still described, then no longer.
        assertThat(hold(Set.of(one, other), List.of(one))).isEmpty();
        assertThat(KeptForwards.open(control)).containsExactlyInAnyOrder(one, other);
        assertThat(hold(Set.of(one), List.of(one))).isEmpty();
        assertThat(KeptForwards.open(control)).containsExactly(one);
        assertThat(isAnswered(other)).isFalse();
        KeptForwards.release(control);
        assertThat(isAnswered(one)).isFalse();
    }

    @Test
    void areHeldThoughTheNodeCannotBeReached() throws Exception {
        var one = way(freePort());
        assertThat(hold(Set.of(one), List.of(one))).isEmpty();
        server.close();
        eventually(() -> KeptForwards.open(control).isEmpty(), "the keeper sees that the connection is lost");
        assertThat(KeptForwards.held(control))
                .extracting(KeeperStatus.Tunnel::way)
                .containsExactly(one);
        // It is described no longer.
        assertThat(hold(Set.of(), List.of())).isEmpty();
        assertThat(KeptForwards.held(control)).isEmpty();
    }

    @Test
    void oneThatCannotBeOpenedDoesNotHinderTheOthers() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var one = way(taken.getLocalPort());
            var other = way(freePort());
            assertThat(hold(Set.of(one, other), List.of(one, other)))
                    .containsExactly("n1: cannot listen on " + one.endHere() + ": Address already in use");
            assertThat(KeptForwards.open(control)).containsExactly(other);
            assertThat(isAnswered(other)).isTrue();
        }
    }

    private List<String> hold(Set<TunnelSpec.Ports> described, Collection<TunnelSpec.Ports> wanted)
            throws InterruptedException {
        try (var access = keeper.newAccess()) {
            var log = AuditLog.nowhere("tester", "run", Clock.systemUTC());
            return KeptForwards.hold(access, control, described, wanted, _ -> node, log);
        }
    }

    private TunnelSpec.Ports way(int here) {
        return new TunnelSpec.Ports(NODE, new Port(here), new Port(exporter.getLocalPort()));
    }

    private static boolean isAnswered(TunnelSpec.Ports way) {
        try (var client =
                new Socket(InetAddress.getLoopbackAddress(), way.here().number())) {
            return client.getInputStream().read() == 'm';
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
