package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.ssh.hostkeys.HostKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSH's own server with keys, port, configuration and folder of its own. */
final class OpenSshd implements Server {
    static final Path BINARY = Path.of("/usr/sbin/sshd");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final int port;
    private final Path log;
    private final Path clientKey;
    private final List<HostKey> hostKeys;

    private OpenSshd(Process process, int port, Path log, Path clientKey, List<HostKey> hostKeys) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.clientKey = clientKey;
        this.hostKeys = hostKeys;
    }

    static OpenSshd start(Path folder, String... options) throws IOException, InterruptedException {
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // sshd wants it when root starts it
        }
        var clientKey = Keys.make(folder, "client", "ed25519");
        var lines = new ArrayList<String>();
        var hostKeys = new ArrayList<HostKey>();
        for (var type : List.of("ed25519", "ecdsa", "rsa")) {
            var file = Keys.copy(folder, "host_" + type, type);
            hostKeys.add(Keys.publicHalf(file));
            lines.add("HostKey " + file);
        }
        var authorized = folder.resolve("authorized_keys");
        Files.copy(Path.of(clientKey + ".pub"), authorized);
        var port = freePort();
        lines.addAll(List.of(
                "ListenAddress 127.0.0.1",
                "Port " + port,
                "AuthorizedKeysFile " + authorized,
                "StrictModes no",
                "UsePAM no",
                "PidFile none",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin yes"));
        if (List.of(options).stream().noneMatch(option -> option.startsWith("Subsystem"))) {
            lines.add("Subsystem sftp internal-sftp");
        }
        lines.add("SetEnv HOME=" + folder); // what the shell of the tests' user starts with is no business of theirs
        lines.addAll(List.of(options));
        var config = Files.write(folder.resolve("sshd_config"), lines);
        var log = folder.resolve("sshd.log");
        var process = new ProcessBuilder(BINARY.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var sshd = new OpenSshd(process, port, log, clientKey, hostKeys);
        sshd.awaitListening();
        return sshd;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as("sshd does not listen: %s", Files.readString(log))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    void authorize(Path privateKey) throws IOException {
        var authorized = clientKey.resolveSibling("authorized_keys");
        Files.writeString(authorized, Files.readString(authorized) + Files.readString(Path.of(privateKey + ".pub")));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<HostKey> hostKeys() {
        return hostKeys;
    }

    @Override
    public Path clientKey() {
        return clientKey;
    }

    @Override
    public void dropConnections() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        dropConnections();
        process.destroyForcibly();
    }
}
