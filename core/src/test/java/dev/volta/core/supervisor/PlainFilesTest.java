package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a supervisor leaves on a node: who can read it, what becomes of half of it, and where the program runs beside it. */
@Timeout(300)
class PlainFilesTest {
    /** Whether files of the supervisor are cut at every byte. */
    private static final boolean EVERYWHERE = Boolean.getBoolean("volta.cuts");

    private static final String SERVICE = "web";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String SECRET = "tiger-" + ThreadLocalRandom.current().nextLong(1L << 40);

    private final String seconds = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));
    private final ProcessesOf programs = new ProcessesOf(seconds);
    private final LocalRemote here = new LocalRemote(new NodeName("here"));

    @TempDir
    private Path folder;

    private Path at;
    private Path work;
    private PlainSupervisor supervisor;

    @BeforeEach
    void onThisMachine() {
        at = folder.resolve("services").resolve(SERVICE);
        work = folder.resolve("work").resolve(SERVICE);
        supervisor = new PlainSupervisor(
                here,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
        for (var program : programs.pids()) {
            ProcessHandle.of(program).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static ServiceUnit unit(String script) {
        return new ServiceUnit(SERVICE, List.of("sh", "-c", script));
    }

    private ServiceStatus status() throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE));
    }

    private String log() throws InterruptedException {
        return ServiceLogs.tail(supervisor, SERVICE, 99);
    }

    private void runToItsEnd(ServiceUnit unit) throws Exception {
        supervisor.start(unit);
        await(() -> status().state().equals(new ServiceState.Stopped(OptionalInt.of(0))));
    }

    @Test
    void theProgramRunsInAnEmptyFolderOfItsOwn() throws Exception {
        runToItsEnd(unit("pwd; ls -A; stat -c %a .; echo mine >run; echo mine >.boot; echo mine >child"));
        assertThat(log()).isEqualTo(work + "\n700");
        assertThat(Files.readString(work.resolve("run"))).isEqualTo("mine\n");
        assertThat(Files.readString(at.resolve("run"))).contains("exec sh -c");
        runToItsEnd(unit("ls -A"));
        assertThat(log()).endsWith("\n700\n.boot\nchild\nrun");
    }

    @Test
    void whatAProgramHasWrittenStaysWhenItsServiceIsRemoved() throws Exception {
        runToItsEnd(unit("echo 1 >data"));
        supervisor.remove(SERVICE);
        assertThat(at).doesNotExist();
        assertThat(work.resolve("data")).exists();
        Files.delete(work.resolve("data"));
        runToItsEnd(unit("true"));
        supervisor.remove(SERVICE);
        assertThat(work).doesNotExist();
    }

    @Test
    void whatAProgramHasWrittenWhereVersionsBeforeRanItComesAlong() throws Exception {
        Files.createDirectories(at.resolve("work"));
        Files.writeString(at.resolve("work").resolve("deep"), "1");
        for (var name : List.of("run", "log", "limits", "functions.sh", "watch.sh", "launch.sh", "turn", "restarts")) {
            Files.writeString(at.resolve(name), "old\n");
        }
        for (var name : List.of("data.db", "env", "settings", ".hidden", "with blank")) {
            Files.writeString(at.resolve(name), "data");
        }
        runToItsEnd(unit("cat data.db env settings .hidden 'with blank' work/deep"));
        assertThat(log()).isEqualTo("old\ndatadatadatadatadata1");
        assertThat(work.resolve("launch.sh")).doesNotExist();
        assertThat(at.resolve("data.db")).doesNotExist();
    }

    @Test
    void noValueOfAVariableCanBeReadByOthers() throws Exception {
        var commands = ConcurrentHashMap.<String>newKeySet();
        var watched = new PlainSupervisor(
                new ForwardingRemote(here) {
                    @Override
                    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                        commands.addAll(command.argv());
                        return super.run(command, sink);
                    }
                },
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        var unit = new ServiceUnit(
                SERVICE,
                List.of("sh", "-c", "printf '%s' \"$URL\" | wc -c; exec sleep " + seconds),
                new LinkedHashMap<>(Map.of("URL", SECRET)));
        var seen = ConcurrentHashMap.<String>newKeySet();
        var look = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                seen.addAll(commandLinesWith(SECRET));
            }
        });
        try {
            watched.start(unit);
            await(() -> log().equals(Integer.toString(SECRET.length())) && programs.count() == 1);
            watched.stop(SERVICE, PATIENCE);
            watched.start(unit);
        } finally {
            look.interrupt();
            look.join();
        }
        assertThat(seen).isEmpty();
        assertThat(commands).noneMatch(word -> word.contains(SECRET));
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .isEqualTo("rw-------");
                }
            }
        }
    }

    private static Set<String> commandLinesWith(String word) {
        var found = new LinkedHashSet<String>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                try {
                    var line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (line.contains(word)) {
                        found.add(line);
                    }
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    @Test
    void everyValueComesOutAsItWas() throws Exception {
        var odd = "it's \"$HOME\" `x` \\n \\\\ $(y)\n\ttwo é\u0081\u0088 ";
        var environment = new LinkedHashMap<String, String>();
        for (var name : List.of("ODD", "IFS", "PS4", "UID", "_", "OPTIND", "RANDOM", "folder", "content", "set")) {
            environment.put(name, odd);
        }
        environment.put("EMPTY", "");
        var copy = folder.resolve("seen").toString();
        runToItsEnd(new ServiceUnit(SERVICE, List.of("cp", "/proc/self/environ", copy), environment));
        assertThat(Files.readString(folder.resolve("seen")).split("\0", -1))
                .contains(environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toArray(String[]::new));
        assertThat(EnvironmentText.read(EnvironmentText.of(environment))).isEqualTo(environment);
    }

    /** What a power cut may leave of a file: so much of it, and nothing or zeros behind it. */
    private static Stream<byte[]> halves(byte[] whole, int length) {
        var half = Arrays.copyOf(whole, length);
        return Stream.of(half, Arrays.copyOf(half, whole.length));
    }

    /** Of a file that is cut at any byte: all near the ends of its words, some in the middle of long ones. */
    private static List<byte[]> someHalves(byte[] whole) {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("PlainFilesTest: seed " + seed);
        var random = new Random(seed);
        return IntStream.range(0, whole.length)
                .filter(at -> EVERYWHERE || random.nextInt(8) == 0 || isNearTheEndOfAWord(whole, at))
                .boxed()
                .flatMap(at -> halves(whole, at)
                        .skip(EVERYWHERE ? 0 : random.nextInt(2))
                        .limit(EVERYWHERE ? 2 : 1))
                .toList();
    }

    private static boolean isNearTheEndOfAWord(byte[] whole, int at) {
        return IntStream.rangeClosed(at - 2, at + 1)
                .anyMatch(near -> near < 0 || near >= whole.length || whole[near] == ' ' || whole[near] == '\n');
    }

    @ParameterizedTest
    @ValueSource(strings = {"watcher", "child", "restarts", "ended", "mark", "cgroups", "oom"})
    void halfAFileHidesNothingAndHarmsNobody(String name) throws Exception {
        supervisor.start(unit("exec sleep " + seconds));
        await(() -> programs.count() == 1);
        var program = programs.pids().getFirst();
        var file = at.resolve(name);
        var whole = Files.exists(file) ? Files.readAllBytes(file) : "12 34\n".getBytes(StandardCharsets.UTF_8);
        var halves = someHalves(whole);
        var states = statesWith(halves, file);
        for (var i = 0; i < halves.size(); i++) {
            assertThat(states.get(i))
                    .as("%s: '%s'", name, new String(halves.get(i), StandardCharsets.UTF_8))
                    .isIn(
                            new ServiceState.Running(program, 0),
                            new ServiceState.Running(program, 12),
                            new ServiceState.Running(program, 1),
                            new ServiceState.Unwatched(program));
        }
        Files.write(file, Arrays.copyOf(whole, Math.max(0, whole.length - 2)));
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(programs.count()).isZero();
        supervisor.start(unit("exec sleep " + seconds));
        await(() -> programs.count() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "env", "settings", "login", "functions.sh", "launch.sh", "watch.sh"})
    void halfAFileIsNotRunWhenTheNodeIsBooted(String name) throws Exception {
        supervisor.start(
                new ServiceUnit(SERVICE, List.of("sleep", seconds), new LinkedHashMap<>(Map.of("A", "1", "B", "2"))));
        await(() -> programs.count() == 1);
        for (var identity : List.of("watcher", "child")) {
            var pid = Files.readString(at.resolve(identity)).split(" ", -1)[0];
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        await(() -> programs.count() == 0);
        var file = at.resolve(name);
        var whole = Files.readAllBytes(file);
        var cuts = IntStream.of(0, 1, whole.length / 3, whole.length - 2, whole.length - 1);
        for (var half : cuts.boxed().flatMap(at -> halves(whole, at)).toList()) {
            if (Arrays.equals(half, whole)) {
                continue;
            }
            Files.write(file, half);
            assertThat(boot())
                    .isEqualTo(at + " is damaged or was edited, and not started; 'volta deploy-all' mends it\n");
        }
        assertThat(programs.count()).isZero();
        Files.write(file, whole);
        assertThat(boot()).isEmpty();
        await(() -> programs.count() == 1);
    }

    /** The state of the service with each of {@code halves} in turn in the place of {@code file}; one shell asks for all. */
    private List<ServiceState> statesWith(List<byte[]> halves, Path file) throws Exception {
        var folderOfHalves = Files.createDirectory(folder.resolve("halves"));
        for (var i = 0; i < halves.size(); i++) {
            Files.write(folderOfHalves.resolve(Integer.toString(i)), halves.get(i));
        }
        var eachInTurn = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("sh", "-c", """
                        i=0
                        while [ -f "$0/$i" ]; do
                            cat "$0/$i" >"$1"
                            (shift && exec "$@") >"$0/out"
                            sed -n "s/^web|/$i|/p" "$0/out"
                            i=$((i + 1))
                        done
                        sed '/|/d' "$0/out" # the last line tells that it was run to its end
                        """, folderOfHalves.toString(), file.toString()));
                argv.addAll(command.argv());
                return super.run(new Command(argv, command.stdin(), Optional.empty()), sink);
            }
        };
        var listing = new PlainSupervisor(
                eachInTurn,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        var services = listing.services();
        assertThat(services).hasSameSizeAs(halves);
        return IntStream.range(0, halves.size())
                .mapToObj(i -> Objects.requireNonNull(services.get(Integer.toString(i)))
                        .state())
                .toList();
    }

    private String boot() throws IOException, InterruptedException {
        var boot = new ProcessBuilder("sh", at.resolveSibling(".boot").toString()).redirectErrorStream(true);
        var process = boot.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** As by cron, or by a machine's first program, which ignore other signals and have other limits than a login. */
    @Test
    void theNodesBootStartsAServiceWithWhatADeployHad() throws Exception {
        var odd = "/odd'one $(x)";
        var deploying = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv =
                        new ArrayList<>(List.of("env", "PATH=" + System.getenv("PATH") + ":" + odd, "HOME=/odd home"));
                argv.addAll(List.of("sh", "-c", "ulimit -S -n 345; ulimit -S -c 0; trap '' WINCH; exec \"$@\"", "sh"));
                argv.addAll(command.argv());
                return super.run(command.withArgv(argv), sink);
            }
        };
        supervisor = new PlainSupervisor(
                deploying,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        var seen = folder.resolve("seen");
        supervisor.start(unit("{ env | grep -v ^VOLTA_SERVICE= | sort; umask; ulimit -n;"
                + " ulimit -c; grep ^SigIgn: /proc/self/status; } >" + seen + ".new; mv " + seen + ".new " + seen
                + "; exec sleep " + seconds));
        await(() -> Files.exists(seen) && programs.count() == 1);
        var deployed = Files.readString(seen);
        assertThat(deployed)
                .contains(":" + odd + "\n", "HOME=/odd home\n", "\n0077\n345\n0\n")
                .doesNotContain("JAVA_HOME", "VOLTA_RUN");
        Files.delete(seen);
        for (var identity : List.of("watcher", "child")) {
            var pid = Files.readString(at.resolve(identity)).split(" ", -1)[0];
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        await(() -> programs.count() == 0);
        var boot = new ProcessBuilder(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "HOME=/",
                "CRON=yes",
                "sh",
                "-c",
                "umask 022; ulimit -S -n 99; trap '' USR1 HUP; exec sh \"$0\"",
                at.resolveSibling(".boot").toString());
        assertThat(boot.redirectErrorStream(true).start().waitFor()).isZero();
        await(() -> Files.exists(seen));
        assertThat(seen).hasContent(deployed);
    }

    @Test
    void aLongLogIsCutWhileItsProgramGoesOnAndIsReadAndFollowedAllTheSame() throws Exception {
        var logs = folder.resolve("logs");
        var bounded = new PlainSupervisor(
                here,
                folder.resolve("services").toString(),
                folder.resolve("work").toString(),
                Optional.of(logs.toString()),
                new PlainSupervisor.LogBound(4096, Duration.ofSeconds(1)));
        var gate = folder.resolve("gate");
        bounded.start(unit("i=0; while [ $i -lt 300 ]; do i=$((i + 1)); echo \"line $i of this log\"; done;"
                + " until [ -e " + gate + " ]; do sleep 0.1; done; echo later; exec sleep " + seconds));
        var log = logs.resolve(SERVICE + ".log");
        var earlier = logs.resolve(SERVICE + ".log.1");
        var followed = new StringWriter();
        var follower = Thread.ofVirtual().start(() -> {
            try {
                bounded.log(SERVICE, 1, true, new Followed(followed));
            } catch (InterruptedException _) {
                // it is over
            }
        });
        try {
            await(() -> Files.exists(earlier) && Files.size(log) < 4096);
            assertThat(Files.size(earlier)).isEqualTo(4096);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(earlier)))
                    .isEqualTo("rw-------");
            Files.createFile(gate);
            await(() -> Files.readString(log).endsWith("later\n"));
            assertThat(Files.readString(log)).startsWith("volta: its log was longer than 4096 bytes; ");
            assertThat(ServiceLogs.tail(bounded, SERVICE, 3))
                    .startsWith("line 300 of this log\nvolta: ")
                    .endsWith("\nlater");
            await(() -> followed.toString().endsWith("later\n"));
        } finally {
            follower.interrupt();
            follower.join();
        }
    }

    /** Between two looks at its log it sleeps, in a process of its own. */
    @Test
    void nothingOfAWatcherIsLeft() throws Exception {
        var pause = Duration.ofSeconds(Long.parseLong(seconds) + 1);
        supervisor = new PlainSupervisor(
                here,
                folder.resolve("services").toString(),
                folder.resolve("work").toString(),
                Optional.empty(),
                new PlainSupervisor.LogBound(4096, pause));
        var pauses = new ProcessesOf(Long.toString(pause.toSeconds()));
        supervisor.start(unit("exec sleep " + seconds));
        await(() -> programs.count() == 1 && pauses.count() == 1);
        assertThat(status().state())
                .isEqualTo(new ServiceState.Running(programs.pids().getFirst(), 0));
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(pauses.count()).isZero();
        runToItsEnd(unit("true"));
        await(() -> pauses.count() == 0);
    }

    private record Followed(StringWriter text) implements OutputSink {
        @Override
        public void stdout(ByteBuffer bytes) {
            text.append(StandardCharsets.UTF_8.decode(bytes));
        }

        @Override
        public void stderr(ByteBuffer bytes) {}
    }

    @Test
    void aFolderMayHaveAnyName() throws Exception {
        var odd = folder.resolve("a b'\n$(x)*");
        var other = new PlainSupervisor(
                here,
                odd.resolve("services").toString(),
                odd.resolve("work\n").toString(),
                Optional.of(odd.resolve("log\n").toString()));
        other.start(unit("pwd; exec sleep " + seconds));
        await(() -> programs.count() == 1);
        assertThat(ServiceLogs.tail(other, SERVICE, 9)).isEqualTo(odd.resolve("work\n") + "/" + SERVICE);
        assertThat(other.services()).containsOnlyKeys(SERVICE);
        other.stop(SERVICE, PATIENCE);
        assertThat(programs.count()).isZero();
        other.remove(SERVICE);
        assertThat(odd.resolve("services").resolve(SERVICE)).doesNotExist();
    }
}
