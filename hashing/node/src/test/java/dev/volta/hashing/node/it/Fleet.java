package dev.volta.hashing.node.it;

import dev.volta.core.wire.KernelLock;
import dev.volta.hashing.node.client.ControllerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A controller and workers as processes of their own, with the heap that docs/protocol.md promises to be enough. It
 * plays the supervisor: what it kills, it starts again.
 */
final class Fleet implements AutoCloseable {
    static final String CONTROLLER = "controller";
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long STOP_SECONDS = 20;

    final Path folder;
    private final TokenFolder tokens;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final List<ProcessHandle> started = new ArrayList<>();
    private final KernelLock ownerLock;
    private String owner;
    private List<String> prefix = List.of();

    Fleet(Path folder) throws IOException {
        this.folder = folder;
        tokens = TokenFolder.create(folder.resolve("tokens"));
        Path lock = Files.createTempFile(folder, "owner", ".run");
        ownerLock = KernelLock.tryTake(lock).orElseThrow();
        owner = owner(lock);
    }

    Fleet ownedBy(Path lock) {
        owner = owner(lock);
        return this;
    }

    /** What is started from now on cannot make a file grow beyond this: a full disk that needs no rights to make. */
    Fleet limitFileSize(int mebibytes) {
        return within("ulimit -f %d; exec \"$@\"".formatted(mebibytes * 2048));
    }

    Path socket() {
        return folder.resolve("run/c.sock");
    }

    Path state() {
        return folder.resolve("state");
    }

    Path events(String job) {
        return state().resolve("jobs").resolve(job).resolve("events.jsonl");
    }

    Fleet controller(String... settings) throws IOException {
        Path configuration = folder.resolve("controller.properties");
        Files.writeString(configuration, """
                socket=%s
                state=%s
                tokens=%s
                %s%s
                """.formatted(
                        socket(), state(), folder.resolve("tokens"), owner, String.join("\n", settings)));
        commands.put(CONTROLLER, java("volta-controller.jar", configuration));
        start(CONTROLLER);
        return this;
    }

    Fleet worker(String id, String node, String... settings) throws IOException {
        return worker(id, node, socket(), settings);
    }

    /** A worker that looks for its controller at {@code door}. */
    Fleet worker(String id, String node, Path door, String... settings) throws IOException {
        Path token = tokens.addWorker(id);
        Path configuration = folder.resolve(id + ".properties");
        Files.writeString(configuration, """
                id=%s
                node=%s
                socket=%s
                token.file=%s
                %s%s
                """.formatted(id, node, door, token, owner, String.join("\n", settings)));
        commands.put(id, java("volta-worker.jar", configuration));
        start(id);
        return this;
    }

    /** Another process with the configuration of the worker {@code id}. */
    Fleet twin(String id, String name) throws IOException {
        commands.put(name, commands.getOrDefault(id, List.of()));
        start(name);
        return this;
    }

    /** What is started from now on is started by this, which ends with {@code "$@"}. */
    Fleet within(String script) {
        prefix = List.of("sh", "-c", script, "sh");
        return this;
    }

    String clientToken() throws IOException {
        return tokens.clientToken();
    }

    ControllerClient client() throws IOException {
        return ControllerClient.connect(socket(), clientToken(), PATIENCE);
    }

    Process process(String name) {
        Process process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException(name);
        }
        return process;
    }

    List<String> names() {
        return List.copyOf(commands.keySet());
    }

    /** SIGKILL, and the end of it waited for. */
    void kill(String name) throws InterruptedException {
        process(name).destroyForcibly();
        awaitEnd(name);
    }

    int awaitEnd(String name) throws InterruptedException {
        if (!process(name).waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " did not end within " + STOP_SECONDS + " s");
        }
        return process(name).exitValue();
    }

    void start(String name) throws IOException {
        Process process = new ProcessBuilder(command(name))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                .start();
        processes.put(name, process);
        started.add(process.toHandle());
    }

    private List<String> command(String name) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(commands.getOrDefault(name, List.of()));
        return command;
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    long processesLeft() {
        return started.stream().filter(ProcessHandle::isAlive).count();
    }

    /** SIGTERM to all, workers first, and SIGKILL to whoever does not listen. */
    @Override
    public void close() throws IOException {
        try (ownerLock) {
            end();
        }
    }

    private void end() {
        List<Process> all = new ArrayList<>(processes.values()).reversed();
        all.forEach(Process::destroy);
        for (Process process : all) {
            try {
                process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                process.destroyForcibly();
            }
        }
    }

    static String owner(Path lock) {
        return "owner.lock=%s%n".formatted(lock);
    }

    static List<String> java(String jar, Path configuration) {
        Path built = Path.of("target", jar).toAbsolutePath();
        if (!Files.exists(built)) {
            throw new IllegalStateException("there is no " + built + "; choose an *IT with -Dit.test, not with -Dtest");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx64m",
                "-jar",
                built.toString(),
                configuration.toString());
    }
}
