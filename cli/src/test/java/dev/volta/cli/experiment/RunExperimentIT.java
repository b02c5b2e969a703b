package dev.volta.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user starts it: through the launcher, with real processes. */
class RunExperimentIT {
    private static final Path LAUNCHER = Path.of("../volta").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path runtime;

    @BeforeEach
    void giveItARuntimeFolderOfItsOwn() throws IOException {
        runtime = Files.createTempDirectory("vrt");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        eventually(() -> assertThat(processesOfThisTest()).isEmpty());
        Ran.bash(folder, "rm -rf " + runtime);
    }

    @Test
    void hashesATreeWithAnyNamesAndSha256sumAgrees() throws Exception {
        Ran.bash(folder, """
                mkdir -p tree/sub tree/empty
                printf one >tree/one
                printf two >'tree/sub/two words'
                : >tree/sub/nothing
                printf a >$'tree/new\\nline'
                printf b >$'tree/carriage\\rreturn'
                printf c >$'tree/back\\\\slash'
                printf d >$'tree/\\xff\\xfe'
                ln -s one tree/link
                ln -s . tree/loop
                mkfifo tree/fifo
                """);
        var run = volta("run-experiment --mode=local --input tree --repeat 2 --workers 2 --quiet");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("passed: every input was read", "sha256 of 7 files", "1 special file, 2 symlinks");
        var check = Ran.bash(folder, "sha256sum --strict -c results/*/manifest.sha256");
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out().split("\n", -1)).hasSize(8).allMatch(line -> line.isEmpty() || line.endsWith(": OK"));
        var direct =
                Ran.bash(folder, "find tree -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | LC_ALL=C sort");
        var manifest = Ran.bash(folder, "LC_ALL=C sort results/*/manifest.sha256");
        assertThat(manifest.out()).isEqualTo(direct.out());
        assertThat(results()).isDirectoryContaining("glob:**/report.html");
        assertThat(Files.readString(results().resolve("report.html"))).doesNotContain("http://", "https://");
    }

    @Test
    void warnsOfInputsThatLieInOneAnotherOrAreTheSameByALinkAndRefusesTheSameTwice() throws Exception {
        Ran.bash(folder, "mkdir -p tree/sub && echo x >tree/sub/x && ln -s tree/sub link");
        var run = volta("run-experiment -q --no-metrics --input tree --input link --input tree/sub");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("'tree/sub' is the same as 'link'; 'link' lies in 'tree'", "Name each folder once");
        var refused = volta("run-experiment -q --no-metrics --input tree --input ./tree");
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err())
                .contains("--input: workload.inputs[1]: './tree' is the same as workload.inputs[0], 'tree'");
    }

    @Test
    void recordsWhatItDidAndOnWhat() throws Exception {
        Ran.bash(folder, "mkdir tree && echo x >tree/x");
        var run = volta("run-experiment --input tree --output json --warmup 1 --repeat 2 --algorithm blake3 -q");
        assertThat(run.code()).as(run.err()).isZero();
        var record = new ObjectMapper().readTree(run.out());
        assertThat(record).isEqualTo(record("run.json"));
        assertThat(record.at("/workload/details/algorithm").asText()).isEqualTo("blake3");
        assertThat(record.at("/hosts/local/kernel").asText()).startsWith("Linux");
        assertThat(record.at("/volta/version").asText()).isNotEmpty();
        assertThat(record.at("/configuration/repeat/from").asText()).isEqualTo("--repeat");
        assertThat(record.at("/trials")).hasSize(3);
        assertThat(record.at("/trials/0/phase").asText()).isEqualTo("warmup");
        assertThat(record.at("/trials/1/values/cpu_ns").asLong()).isPositive();
        assertThat(Files.readAllLines(results().resolve("samples.csv"))).hasSize(4);
        assertThat(results().resolve("manifest.blake3")).exists();
    }

    @Test
    void runsAnExperimentFileAndOptionsWin() throws Exception {
        Ran.bash(folder, "mkdir tree && echo x >tree/x");
        Files.writeString(folder.resolve("experiment.yaml"), """
                name: small
                workload:
                  inputs: [tree]
                  algorithm: md5
                repeat: 3
                """);
        var run = volta("run-experiment experiment.yaml --repeat 1 -q");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(results().getFileName().toString()).endsWith("Z-small");
        assertThat(record("run.json").at("/trials")).hasSize(1);
        assertThat(Ran.bash(folder, "md5sum --quiet -c results/*/manifest.md5").code())
                .isZero();
    }

    @Test
    void leavesItsOwnResultsOutOfWhatItHashes() throws Exception {
        Ran.bash(folder, "echo x >x");
        for (int run = 0; run < 2; run++) {
            var ran = volta("run-experiment --repeat 2 -q");
            assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        }
        assertThat(Files.readAllLines(results().resolve("manifest.sha256")))
                .singleElement()
                .asString()
                .endsWith("  ./x");
    }

    @Test
    void anEmptyTreeIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("tree"));
        var run = volta("run-experiment --input tree -q");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("'tree' is an empty folder; name a folder with files");
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void saysPlainlyHowFarItIsWhenItHasNoTerminal() throws Exception {
        Ran.bash(folder, "mkdir tree && echo x >tree/x");
        var run = volta("run-experiment --input tree");
        assertThat(run.err()).matches("run 1/1: .*, 2 B, .*/s\\R");
    }

    @Test
    void aDryRunTouchesNothing() throws Exception {
        Ran.bash(folder, "mkdir tree && echo x >tree/x");
        var run = volta("run-experiment --input tree --dry-run --workers 1");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("local: start controller: ", "local: start worker-local-1: ", "tokens/client (secret)");
        assertThat(folder.resolve("results")).doesNotExist();
        assertThat(runtime).isEmptyDirectory();
    }

    @Test
    void aFileThatIsNotAsLongAsItSaysIsHashedAsItIs() throws Exception {
        // sysfs says 4096 bytes and gives fewer.
        Ran.bash(folder, "mkdir tree && echo x >tree/x");
        var run = volta("run-experiment --input tree --input /sys/class/net/lo/mtu -q");
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(Files.readAllLines(results().resolve("manifest.sha256"))).hasSize(2);
        var checked = Ran.bash(folder, "sha256sum -c --quiet " + results().resolve("manifest.sha256"));
        assertThat(checked.code()).as(checked.out()).isZero();
    }

    @Test
    void missingInputsAreAllToldAndNothingIsStarted() throws Exception {
        var run = volta("run-experiment --input no-such --input neither");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("'no-such' does not exist", "'neither' does not exist");
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void aWrongFileIsToldWithLineAndKey() throws Exception {
        Files.writeString(folder.resolve("experiment.yaml"), "workload:\n  inputs: [.]\nrepat: 3\ntimeout: 5\n");
        var run = volta("run-experiment experiment.yaml --workers none");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err())
                .contains(
                        "experiment.yaml:3:1",
                        "did you mean 'repeat'?",
                        "experiment.yaml:4:10",
                        "no unit",
                        "--workers");
    }

    @Test
    void ctrlCAtAnyMomentLeavesNothingButARecord() throws Exception {
        Ran.bash(folder, "mkdir tree && for i in 1 2 3 4; do truncate -s 8G tree/$i; done");
        var seed = Long.getLong("volta.seed", System.nanoTime());
        System.out.println("ctrlCAtAnyMoment: -Dvolta.seed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            var process = start("run-experiment --input tree --workers 2");
            Thread.sleep(random.nextInt(400, 4000));
            // To the whole group, as a terminal does.
            Ran.bash(folder, "kill -INT -- -" + process.pid());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(processesOfThisTest()).isEmpty();
            assertThat(Ran.bash(folder, "find " + runtime + " -mindepth 2; find . -name .state -o -name '*.part'")
                            .out())
                    .isEmpty();
            if (Files.exists(folder.resolve("results"))) {
                assertThat(record("run.json").at("/verdict/outcome").asText()).isEqualTo("interrupted");
            }
        }
    }

    @Test
    void workersAreHeldToTheirMemoryLimit() throws Exception {
        Ran.bash(folder, "mkdir tree && truncate -s 64G tree/large");
        assumeTrue(
                volta("run-experiment --input tree --workers 1 --memory-limit 96MiB --dry-run")
                                .code()
                        == 0,
                "skipped: limits cannot be enforced here");
        var process = start("run-experiment --input tree --workers 1 --memory-limit 96MiB");
        eventually(() -> assertThat(workersOfThisTest()).hasSize(1));
        var worker = workersOfThisTest().getFirst();
        assertThat(commandLine(Path.of("/proc/" + worker))).contains("-Xmx48m");
        var limit = Ran.bash(folder, """
                sed -n 's/^[0-9]*:\\(memory\\)\\{0,1\\}://p' /proc/%d/cgroup | while read -r path; do
                    cat /sys/fs/cgroup/memory$path/memory.limit_in_bytes /sys/fs/cgroup$path/memory.max 2>/dev/null
                done
                """.formatted(worker));
        assertThat(limit.out().lines()).contains(Long.toString(96L << 20));
        Ran.bash(folder, "kill -INT -- -" + process.pid());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aMemoryLimitThatJavaCannotLiveWithIsToldWithItsArithmetic() throws Exception {
        Ran.bash(folder, "mkdir tree && echo x >tree/x");
        var run = volta("run-experiment --input tree --workers 3 --memory-limit 120MiB");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err())
                .contains("local: worker may use 120MiB in 3 processes: 40MiB each, and one needs 64MiB")
                .contains("nothing was touched");
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void aPipeThatIsNeverFilledDoesNotHoldUpCtrlC() throws Exception {
        assertThat(volta("hash --help").code())
                .as("with its start-up cache made")
                .isZero();
        Ran.bash(folder, "mkfifo pipe");
        var process = start("hash sum <pipe");
        Ran.bash(folder, "sleep 3 >pipe & sleep 1.5; kill -INT -- -" + process.pid());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @Test
    void coldTrialsDropTheCachesAndSayHowColdTheyAre() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/proc/sys/vm/drop_caches")), "skipped: dropping caches needs root here");
        Ran.bash(folder, "mkdir tree && head -c 4000000 /dev/urandom >tree/x && cat tree/x >/dev/null");
        Files.writeString(folder.resolve("cold.yaml"), "workload: {inputs: [tree]}\ncache: cold\n");
        var run = volta("run-experiment cold.yaml -q");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("still in memory");
        Files.writeString(folder.resolve("warm.yaml"), "workload: {inputs: [/dev/shm/volta-cold-test]}\ncache: cold\n");
        Ran.bash(folder, "head -c 100000 /dev/urandom >/dev/shm/volta-cold-test");
        try {
            assertThat(volta("run-experiment warm.yaml -q").out())
                    .contains("still in memory; some of it lies on tmpfs");
        } finally {
            Files.delete(Path.of("/dev/shm/volta-cold-test"));
        }
    }

    @Test
    void whatAKilledRunLeftEndsByItselfAndIsRemovedByTheNext() throws Exception {
        Ran.bash(folder, "mkdir tree && truncate -s 8G tree/1");
        var process = start("run-experiment --input tree --workers 1");
        eventually(() -> assertThat(processesOfThisTest()).hasSizeGreaterThan(3));
        process.destroyForcibly().waitFor();
        eventually(() -> assertThat(processesOfThisTest()).isEmpty());
        assertThat(runtime.resolve("volta")).isNotEmptyDirectory();
        Ran.bash(folder, "rm tree/1 && echo x >tree/x");
        assertThat(volta("run-experiment --input tree -q").code()).isZero();
        assertThat(runtime.resolve("volta")).isEmptyDirectory();
    }

    @Test
    void aKilledWorkerCostsNothingButTime() throws Exception {
        Ran.bash(folder, "mkdir tree && for i in 1 2 3; do truncate -s 3G tree/$i; done");
        var process = start("run-experiment --input tree --workers 2 -q");
        eventually(() -> assertThat(workersOfThisTest()).hasSize(2).allMatch(RunExperimentIT::isAtWork));
        Ran.bash(folder, "kill -KILL " + workersOfThisTest().getFirst());
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(record("run.json").at("/trials/0/values/requeued").asInt()).isEqualTo(1);
        var zeros = Ran.bash(folder, "head -c 3G /dev/zero | sha256sum").out().substring(0, 64);
        assertThat(Files.readAllLines(results().resolve("manifest.sha256")))
                .containsExactly(zeros + "  tree/1", zeros + "  tree/2", zeros + "  tree/3");
    }

    /** It has a file open below the tree. */
    private static boolean isAtWork(long pid) {
        try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.anyMatch(fd -> {
                try {
                    return Files.readSymbolicLink(fd).toString().contains("/tree/");
                } catch (IOException e) {
                    return false; // closed at this moment
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aFullDiskForResultsIsToldWithItsFile() throws Exception {
        var mounted = Ran.bash(folder, "mkdir small && mount -t tmpfs -o size=256k none small")
                        .code()
                == 0;
        assumeTrue(mounted, "skipped: mounting a small tmpfs needs root");
        try {
            Ran.bash(folder, "mkdir tree && cd tree && for i in $(seq 6000); do echo $i >f$i; done");
            var run = volta("run-experiment --input tree --out small -q");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err() + run.out()).contains("No space left on device");
            assertThat(Ran.bash(folder, "find small -name .state -o -name '*.part'")
                            .out())
                    .isEmpty();
        } finally {
            Ran.bash(folder, "umount small");
        }
    }

    private Ran volta(String arguments) throws Exception {
        return Ran.bash(folder, "XDG_RUNTIME_DIR=" + runtime + " exec " + LAUNCHER + " " + arguments);
    }

    /** In a process group of its own, and with Ctrl-C heeded, which a shell switches off for what it starts in the background. */
    private Process start(String arguments) throws IOException {
        var builder = new ProcessBuilder(
                        "sh", "-c", "exec setsid env --default-signal=INT " + LAUNCHER + " " + arguments)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        return builder.start();
    }

    private Path results() throws IOException {
        try (var runs = Files.list(folder.resolve("results"))) {
            return runs.max(Path::compareTo).orElseThrow();
        }
    }

    private JsonNode record(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(results().resolve(file)));
    }

    private List<Long> workersOfThisTest() throws IOException {
        return processes("-jar\0" + LAUNCHER.resolveSibling("cli/target/dist/node/volta-worker.jar"));
    }

    private List<Long> processesOfThisTest() throws IOException {
        return processes("");
    }

    /** Running processes, zombies aside, whose command line names this test's folders and {@code word}. */
    private List<Long> processes(String word) throws IOException {
        var found = new ArrayList<Long>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                var line = commandLine(process);
                if (line.contains(runtime.toString()) && line.contains(word)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static String commandLine(Path process) throws IOException {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it ended before or while it was read
        }
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }
}
