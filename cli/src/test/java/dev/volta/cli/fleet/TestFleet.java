package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Four real sshd nodes, described by a volta.yaml, with their keys pinned beside it. */
final class TestFleet implements AutoCloseable {
    private static final int SERVERS = 4;

    private final Path folder;
    private final Path key;
    private final List<OpenSshd> servers = new ArrayList<>();

    private TestFleet(Path folder, Path key) {
        this.folder = folder;
        this.key = key;
    }

    static TestFleet start(Path folder) throws IOException, InterruptedException {
        var fleet = new TestFleet(folder, OpenSshd.makeKey(folder.resolve("client"), ""));
        for (var i = 1; i <= SERVERS; i++) {
            fleet.servers.add(OpenSshd.start(folder.resolve("sshd" + i), fleet.key));
        }
        var nodes = new ArrayList<String>();
        for (var i = 1; i <= SERVERS; i++) {
            nodes.add(
                    fleet.line("n" + i, "127.0.0.1", fleet.port(i), "labels: [" + (i == 1 ? "head" : "worker") + "]"));
        }
        fleet.describe("volta.yaml", nodes);
        return fleet;
    }

    Path folder() {
        return folder;
    }

    Path key() {
        return key;
    }

    OpenSshd server(int number) {
        return servers.get(number - 1);
    }

    int port(int number) {
        return server(number).port();
    }

    /** An entry of {@code nodes} in a volta.yaml. */
    String line(String name, String address, int port, String... more) {
        return "  - {name: " + name + ", address: " + address + ", port: " + port
                + (more.length == 0 ? "" : ", " + String.join(", ", more)) + "}";
    }

    Path describe(String file, List<String> nodes) throws IOException {
        // All test fleets have their first node on this machine, and one lock each.
        var name = "fleet: {name: test" + port(1) + "}\n";
        return Files.writeString(folder.resolve(file), name + "nodes:\n" + String.join("\n", nodes) + "\n");
    }

    /** {@code volta COMMAND} on this fleet, in this process. */
    Ran volta(String command, String... arguments) {
        return on("volta.yaml", command, arguments);
    }

    /** {@code volta COMMAND} on the nodes of another description in the same folder. */
    Ran on(String description, String command, String... arguments) {
        return Ran.volta(arguments(description, command, arguments).toArray(String[]::new));
    }

    /** @param command one word, or two where it is a command of a command */
    List<String> arguments(String description, String command, String... arguments) {
        var all = new ArrayList<>(List.of(command.split(" ", -1)));
        all.addAll(List.of("-f", folder.resolve(description).toString()));
        if (!List.of(arguments).contains("--ssh-config")) {
            all.addAll(List.of("--ssh-config", folder.resolve("no-ssh-config").toString()));
        }
        if (!List.of(arguments).contains("--identity")) {
            all.addAll(List.of("--identity", key.toString()));
        }
        all.addAll(List.of(arguments));
        return all;
    }

    /** A line for bash that runs the built program on this fleet, with no terminal to ask on. */
    String program(String javaOptions, String description, String command, String... arguments) {
        var words = arguments(description, command, arguments).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .toList();
        return "setsid -w " + program(javaOptions) + " " + String.join(" ", words);
    }

    static String program(String javaOptions) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var jar = Path.of("target/dist/volta.jar").toAbsolutePath();
        return java + " " + javaOptions + " -jar " + jar;
    }

    /** The same so that it can be interrupted. What is started in the background of a shell ignores SIGINT. */
    static String interruptible(String program) {
        return program.replace("setsid -w ", "exec env --default-signal=INT ");
    }

    /** Has it end as by Ctrl-C. */
    static void interrupt(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @Override
    public void close() {
        servers.forEach(OpenSshd::close);
    }
}
