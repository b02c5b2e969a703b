package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
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
import java.util.stream.IntStream;

/** OpenSSH's server on several loopback addresses, with a port, a host key and a folder of its own. */
record OpenSshd(Process process, int port, Path folder) implements AutoCloseable {
    static final Path BINARY = Path.of("/usr/sbin/sshd");
    static final int ADDRESSES = 5;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Lets in whoever has {@code clientKey}. */
    static OpenSshd start(Path folder, Path clientKey, String... options) throws IOException, InterruptedException {
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // sshd wants it when root starts it
        }
        Files.createDirectories(folder);
        var port = freePort();
        var lines = new ArrayList<>(List.of(
                "HostKey " + makeKey(folder.resolve("host_key"), ""),
                "Port " + port,
                "AuthorizedKeysFile " + clientKey + ".pub",
                "StrictModes no",
                "UsePAM no",
                "PidFile none",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin yes"));
        if (List.of(options).stream().noneMatch(option -> option.startsWith("Subsystem"))) {
            lines.add("Subsystem sftp internal-sftp");
        }
        IntStream.rangeClosed(1, ADDRESSES).forEach(i -> lines.add("ListenAddress 127.0.0." + i));
        lines.addAll(List.of(options));
        // Of several such lines sshd takes the first. What a shell of this user does at its start is no part of a test.
        lines.add("SetEnv HOME=" + folder);
        var config = Files.write(folder.resolve("sshd_config"), lines);
        var log = folder.resolve("sshd.log");
        var process = new ProcessBuilder(BINARY.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var sshd = new OpenSshd(process, port, folder);
        sshd.awaitListening(log);
        return sshd;
    }

    static Path makeKey(Path file, String passphrase) throws IOException, InterruptedException {
        var made = Ran.bash(Path.of("."), "ssh-keygen -q -t ed25519 -N '" + passphrase + "' -C test -f '" + file + "'");
        assertThat(made.code()).as(made.err()).isZero();
        return file;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As ssh-keygen shows it. */
    String fingerprint() throws IOException, InterruptedException {
        return Ran.bash(folder, "ssh-keygen -lf host_key.pub").out().split(" ", -1)[1];
    }

    private void awaitListening(Path log) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress("127.0.0." + ADDRESSES, port), 1000);
                return;
            } catch (IOException e) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as("sshd does not listen: %s", Files.readString(log))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
