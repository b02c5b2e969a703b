package dev.volta.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A small Debian with systemd as process 1, in namespaces of this machine, and an sshd of its own on a loopback port. The
 * tree that it runs from is made once and kept in the user's cache folder.
 */
record SystemdContainer(Process process, int port, Path key, Path folder, String name) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path ROOT = Path.of(
            Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse(System.getProperty("user.home") + "/.cache"),
            "volta-test/systemd-trixie-1");
    private static final String PACKAGES = "systemd-sysv,dbus,openssh-server,procps";

    /** Why none can be started here. */
    static Optional<String> missing() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("namespaces with systemd in them need root");
        }
        if (Ran.bash(Path.of("/"), "command -v mmdebstrap || test -d " + ROOT).code() != 0) {
            return Optional.of("mmdebstrap is not installed");
        }
        var allowed = Ran.bash(Path.of("/"), "unshare --fork --pid --mount --uts --ipc --cgroup true");
        return allowed.code() == 0 ? Optional.empty() : Optional.of("no namespaces: " + allowed.err());
    }

    static SystemdContainer start(Path folder) throws IOException, InterruptedException {
        makeRoot();
        var key = folder.resolve("client");
        var made = Ran.bash(folder, "ssh-keygen -q -t ed25519 -N '' -f client");
        assertThat(made.code()).as(made.err()).isZero();
        var script = folder.resolve("systemd-container.sh");
        try (InputStream in =
                Objects.requireNonNull(SystemdContainer.class.getResourceAsStream("systemd-container.sh"))) {
            Files.copy(in, script);
        }
        var port = freePort();
        var name = "volta-test-" + ProcessHandle.current().pid();
        var log = folder.resolve("systemd.log");
        var process = new ProcessBuilder(List.of(
                        "unshare",
                        "--fork",
                        "--kill-child",
                        "--pid",
                        "--mount",
                        "--uts",
                        "--ipc",
                        "sh",
                        script.toString(),
                        ROOT.toString(),
                        name,
                        Integer.toString(port),
                        key + ".pub"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var container = new SystemdContainer(process, port, key, folder, name);
        container.awaitBooted(log);
        return container;
    }

    private static void makeRoot() throws IOException, InterruptedException {
        if (Files.isDirectory(ROOT)) {
            return;
        }
        var unfinished = ROOT.resolveSibling(ROOT.getFileName() + ".new");
        var made = Ran.bash(
                Path.of("/"),
                "mkdir -p '%s' && rm -rf '%s' && mmdebstrap --quiet --variant=minbase --include=%s trixie '%s'"
                                .formatted(ROOT.getParent(), unfinished, PACKAGES, unfinished)
                        + " && chroot '%s' systemctl --quiet disable getty@tty1 && mv '%s' '%s'"
                                .formatted(unfinished, unfinished, ROOT));
        assumeTrue(made.code() == 0, () -> "skipped: no Debian tree can be made here: " + made.err());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitBooted(Path log) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!ssh("systemctl is-system-running --wait").out().matches("(running|degraded)\n")) {
            assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as("systemd did not boot: %s", Files.readString(log))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** Runs a line there, by another way than the one that is tested. */
    Ran ssh(String line) throws IOException, InterruptedException {
        return Ran.bash(
                folder,
                "ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
                        + " -o ConnectTimeout=5 -i client -p %d root@127.0.0.1 '%s'"
                                .formatted(port, line.replace("'", "'\\''")));
    }

    /** Ends it with all that runs in it. */
    void stop() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        Ran.bash(
                folder,
                "for i in $(seq 100); do find /sys/fs/cgroup -depth -type d -path '*/%s*' -exec rmdir {} + 2>/dev/null;"
                                .formatted(name)
                        + " find /sys/fs/cgroup -type d -name '%s' | grep -q . || exit 0; sleep 0.1; done"
                                .formatted(name));
    }
}
