package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Port;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that the kernel shows as a QEMU with a machine's command line. It has the machine's disk open, talks its
 * protocol and connects again to whoever listens for the guest, which switches itself off when it is asked to.
 */
@SuppressWarnings("try") // closed early on purpose, and interrupted by nobody
public final class FakeQemu implements AutoCloseable {
    private static final String PROGRAM = "qemu-system-x86_64";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final VmFiles files;
    private final VmDescription description;

    private FakeQemu(Process process, VmFiles files, VmDescription description) {
        this.process = process;
        this.files = files;
        this.description = description;
    }

    /** What it does other than a machine that is well. */
    public enum Habit {
        NONE,
        /** It connects to nobody, and says nothing. */
        MUTE,
        /** It stands still because there was no room, until it is told to go on. */
        FULL
    }

    /** The machine of {@code folder}, which gets a disk and a record; it is ready. */
    public static FakeQemu start(Path folder, Path sockets, int port, Habit habit) throws Exception {
        Files.createDirectories(sockets);
        var files = new VmFiles(folder, sockets, folder.getFileName().toString());
        Files.createDirectories(folder);
        Files.writeString(files.disk(), "what the guest wrote");
        var description = new VmDescription(
                files.name(),
                new VmImage(GuestArchitecture.amd64, Path.of("/image")),
                ByteSize.parse("384MiB"),
                2,
                new Port(port),
                Accelerator.tcg,
                ByteSize.parse("8GiB"),
                Optional.of(GuestNetwork.ISOLATED));
        var argv = QemuCommand.of(
                description, files, new QemuVersion(7, 2, "QEMU emulator version 7.2"), new QemuCommand.Start.Cold());
        var process = new ProcessBuilder(java(sockets, habit, argv.subList(1, argv.size())))
                .redirectError(sockets.resolve(files.name() + ".err").toFile())
                .start();
        assertThat(process.inputReader().readLine())
                .as(Files.readString(sockets.resolve(files.name() + ".err")))
                .isEqualTo("open");
        var fake = new FakeQemu(process, files, description);
        fake.record().write(files.process());
        Files.createFile(files.ready());
        return fake;
    }

    /** Through a link, whose name is the process's. */
    private static List<String> java(Path folder, Habit habit, List<String> arguments) throws IOException {
        var program = folder.resolve(PROGRAM);
        if (!Files.exists(program)) {
            Files.createSymbolicLink(program, Path.of(System.getProperty("java.home"), "bin", "java"));
        }
        var argv = new ArrayList<>(List.of(
                program.toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dhabit=" + habit,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FakeQemu.class.getName()));
        argv.addAll(arguments);
        return argv;
    }

    QemuRecord record() {
        return QemuRecord.of(
                LinuxProcess.now(process.pid()), Instant.now(), files, new BootOrigin.Cold("as was asked for"));
    }

    public VmDescription description() {
        return description;
    }

    /** What its guest was told. */
    public List<String> heard() throws IOException {
        return Files.exists(heard(files.agent())) ? Files.readAllLines(heard(files.agent())) : List.of();
    }

    private static Path heard(Path agent) {
        return agent.resolveSibling(agent.getFileName() + ".heard");
    }

    public Path disk() {
        return files.disk();
    }

    public Path recordFile() {
        return files.process();
    }

    public Path qmp() {
        return files.qmp();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return process.exitValue();
    }

    public void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() throws InterruptedException, IOException {
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(files.sockets().resolve(PROGRAM));
    }

    /** With the command line of a machine, and a habit as a property. */
    public static void main(String[] argv) throws Exception {
        var arguments = new RunningArguments(concat(argv));
        var habit = Habit.valueOf(System.getProperty("habit"));
        var disk = arguments.drive(QemuCommand.KEPT).orElseThrow();
        var sockets = arguments.sockets().orElseThrow();
        var name = arguments.name().orElseThrow();
        var files = new VmFiles(Objects.requireNonNull(disk.getParent()), sockets, name);
        try (var _ = FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var qmp = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(files.qmp()))) {
            System.out.println("open");
            System.out.close();
            if (habit == Habit.MUTE) {
                Thread.sleep(PATIENCE.multipliedBy(10));
            }
            Thread.ofVirtual().start(() -> guest(files.agent()));
            while (true) {
                try (var client = qmp.accept()) {
                    serve(client, habit);
                } catch (IOException e) {
                    // it has left
                }
            }
        }
    }

    private static List<String> concat(String[] argv) {
        var all = new ArrayList<>(List.of(PROGRAM));
        all.addAll(List.of(argv));
        return all;
    }

    private static void guest(Path agent) {
        while (true) {
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(agent));
                for (var lines = lines(channel); ; ) {
                    var line = lines.readLine();
                    if (line == null) {
                        break;
                    }
                    Files.writeString(heard(agent), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    if (line.equals("POWEROFF")) {
                        Runtime.getRuntime().halt(0);
                    }
                }
            } catch (IOException e) {
                // nobody listens
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void serve(SocketChannel client, Habit habit) throws IOException {
        say(client, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}");
        var status = habit == Habit.FULL ? "io-error" : "running";
        if (habit == Habit.FULL) {
            say(
                    client,
                    "{\"event\": \"BLOCK_IO_ERROR\", \"data\": {\"device\": \"kept\", \"nospace\": true,"
                            + " \"reason\": \"No space left on device\", \"action\": \"stop\"},"
                            + " \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}");
        }
        for (var lines = lines(client); ; ) {
            var line = lines.readLine();
            if (line == null) {
                return;
            }
            if (line.contains("\"quit\"")) {
                Runtime.getRuntime().halt(0);
            }
            if (line.contains("\"cont\"")) {
                status = "running";
                say(client, "{\"event\": \"RESUME\", \"timestamp\": {\"seconds\": 3, \"microseconds\": 4}}");
            }
            say(
                    client,
                    line.contains("query-status")
                            ? "{\"return\": {\"status\": \"" + status + "\"}}"
                            : "{\"return\": {}}");
        }
    }

    private static BufferedReader lines(SocketChannel channel) {
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    private static void say(SocketChannel channel, String line) {
        try {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
