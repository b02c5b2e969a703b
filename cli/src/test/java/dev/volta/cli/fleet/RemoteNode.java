package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An sshd in a network namespace of its own, at the other end of a cable that can be pulled. */
record RemoteNode(String namespace, String address, Process sshd) implements AutoCloseable {
    static final int PORT = 22022;

    /** Whether this user may make network namespaces here. */
    static boolean isPossible() throws IOException, InterruptedException {
        var name = "volta-try" + ProcessHandle.current().pid();
        return Ran.bash(Path.of("/"), "ip netns add " + name + " && ip netns del " + name)
                        .code()
                == 0;
    }

    static RemoteNode start(Path folder, Path clientKey) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.createDirectories(Path.of("/run/sshd")); // sshd wants it when root starts it
        var number = ProcessHandle.current().pid() % 250;
        var name = "volta" + ProcessHandle.current().pid();
        var network = "198.18." + number; // set apart for tests of networks (RFC 2544)
        run(folder, """
                set -e
                ip netns add %1$s
                ip link add %1$sa type veth peer name %1$sb netns %1$s
                ip addr add %2$s.1/30 dev %1$sa
                ip link set %1$sa up
                ip -n %1$s addr add %2$s.2/30 dev %1$sb
                ip -n %1$s link set lo up
                ip -n %1$s link set %1$sb up
                """.formatted(name, network));
        var config = Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "HostKey " + OpenSshd.makeKey(folder.resolve("host_key"), ""),
                        "Port " + PORT,
                        "AuthorizedKeysFile " + clientKey + ".pub",
                        "StrictModes no",
                        "UsePAM no",
                        "PidFile none",
                        "PermitRootLogin yes",
                        "Subsystem sftp internal-sftp",
                        "SetEnv HOME=" + folder));
        var sshd = new ProcessBuilder(
                        "ip", "netns", "exec", name, OpenSshd.BINARY.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        var node = new RemoteNode(name, network + ".2", sshd);
        node.awaitListening();
        return node;
    }

    private void awaitListening() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(address, PORT), 1000);
                return;
            } catch (IOException e) {
                assertThat(sshd.isAlive() && System.nanoTime() < deadline)
                        .as("sshd listens in the namespace")
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    void pullTheCable() throws IOException, InterruptedException {
        run(Path.of("/"), "ip -n " + namespace + " link set " + namespace + "b down");
    }

    void putItBack() throws IOException, InterruptedException {
        run(Path.of("/"), "ip -n " + namespace + " link set " + namespace + "b up");
    }

    private static void run(Path folder, String script) throws IOException, InterruptedException {
        var ran = Ran.bash(folder, script);
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Override
    public void close() {
        sshd.descendants().forEach(ProcessHandle::destroyForcibly);
        sshd.destroyForcibly();
        try {
            Ran.bash(Path.of("/"), "ip netns del " + namespace);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
