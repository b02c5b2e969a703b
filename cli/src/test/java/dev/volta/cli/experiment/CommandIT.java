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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as experiments on this machine, as a user starts them: through the launcher, with real processes. */
@Timeout(300)
class CommandIT {
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
        eventually(() -> assertThat(processesHere()).isEmpty());
        assertThat(Ran.bash(folder, """
                        for run in results/*/run.json; do
                            [ -f "$run" ] || continue
                            id=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["runId"])' "$run") || exit
                            ls -d /sys/fs/cgroup/volta-run-$id-* /sys/fs/cgroup/*/volta-run-$id-* 2>/dev/null
                        done; true"""))
                .as("cgroups of launchers that have ended")
                .isEqualTo(new Ran("", "", 0));
        Ran.bash(folder, "rm -rf " + runtime);
    }

    /** The arguments are words of bash. */
    private Ran run(String arguments) throws Exception {
        return Ran.bash(folder, "XDG_RUNTIME_DIR=" + runtime + " exec " + LAUNCHER + " run-experiment -q " + arguments);
    }

    private String failure(String arguments) throws Exception {
        var ran = run(arguments);
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        var verdict = record().at("/verdict");
        assertThat(verdict.at("/outcome").asText()).isEqualTo("failed");
        return verdict.at("/reason").asText();
    }

    private void script(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text);
        Ran.bash(folder, "chmod +x " + name);
    }

    @Test
    void comparesTwoCommandsInBlocks() throws Exception {
        var ran = run(
                "--repeat 6 --warmup 1 --seed 5 --export-json export.json --command a='head -c 100000 /dev/zero' --command b='gzip -c FILE'"
                        + " --setup 'dd if=/dev/zero of=FILE bs=1k count=500 status=none'");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        var record = record();
        assertThat(record.at("/variants"))
                .extracting(variant -> variant.get("name").asText() + ": "
                        + variant.get("label").asText())
                .containsExactly("a: head -c 100000 /dev/zero", "b: gzip -c FILE");
        assertThat(record.at("/seed").asInt()).isEqualTo(5);
        var blocks = new ArrayList<String>();
        record.at("/trials")
                .forEach(trial -> blocks.add(
                        trial.get("block").asText() + trial.get("variant").asText()));
        assertThat(blocks).hasSize(14).contains("1a", "1b", "7a", "7b");
        for (var trial : record.at("/trials")) {
            assertThat(trial.at("/values/wall_ns").asLong()).isPositive();
            assertThat(trial.at("/values/minor_faults").asLong()).isPositive();
        }
        var outputs = Files.readAllLines(results().resolve("outputs.csv"));
        assertThat(outputs).hasSize(15);
        var expected = Ran.bash(folder, "head -c 100000 /dev/zero | sha256sum | cut -d' ' -f1")
                .out()
                .strip();
        assertThat(outputs).anyMatch(line -> line.contains(",a,local,stdout,100000," + expected + ","));
        assertThat(Files.size(results().resolve("outputs/" + expected))).isEqualTo(65536);
        var exported = new ObjectMapper().readTree(folder.resolve("export.json").toFile());
        assertThat(exported.at("/results")).hasSize(2);
        assertThat(exported.at("/results/1/command").asText()).isEqualTo("gzip -c FILE");
        assertThat(exported.at("/results/1/times")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-- no-such-program|the command cannot be started: no-such-program",
                "-- /no/such/program|the command cannot be started: /no/such/program",
                "-- ./plain|the command cannot be started: ./plain",
                "-- sh -c 'kill -SEGV $$'|the command was ended by signal 11",
                "-- sh -c 'echo why >&2; exit 3'|the command has exit status 3, expected 0; it said: why",
                "--prepare false -- true|prepare has exit status 1, expected 0",
                "--conclude 'sh -c \"exit 4\"' -- true|conclude has exit status 4, expected 0",
                "--timeout 300ms -- sh -c 'trap \"\" TERM; while :; do sleep 0.05; done'"
                        + "|the command did not end within 300 ms (timeout)"
            })
    void saysWhyATrialFailed(String arguments, String reason) throws Exception {
        Files.writeString(folder.resolve("plain"), "no program");
        assertThat(failure("--repeat 2 --cleanup 'touch cleaned' " + arguments))
                .startsWith("trial 1: local: " + reason);
        assertThat(folder.resolve("cleaned")).exists();
        assertThat(record().at("/trials")).isEmpty();
    }

    @Test
    void runsASingleCommandThatHasAName() throws Exception {
        var ran = run("--command only=true");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(record().at("/trials/0/variant").asText()).isEqualTo("only");
    }

    @Test
    void keepsTheTrialsBeforeTheOneThatFailed() throws Exception {
        script("count", "echo x >>counted; [ $(wc -l <counted) -lt 7 ]");
        assertThat(failure("--repeat 10 -- ./count"))
                .isEqualTo("trial 7: local: the command has exit status 1, expected 0");
        assertThat(record().at("/trials")).hasSize(6);
    }

    @Test
    void handsOverArgumentsByteForByte() throws Exception {
        script("show", "for a; do printf '<%s>' \"$a\"; done; pwd; cat; exit 5");
        Files.writeString(folder.resolve("experiment.yaml"), """
                workload:
                  kind: command
                  workdir: sub
                  on: a-label-that-counts-in-a-fleet
                  stdin: fed
                  expect: {exit: [5]}
                """);
        Ran.bash(folder, "mkdir sub; echo fed >fed");
        var ran = run("experiment.yaml -- ../show \"it's\" $'a\\nb' $'\\xff\\xfe' '' '*' -q --repeat");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        var printed = Ran.bash(folder, "cat results/*/outputs/*");
        assertThat(printed.out())
                .isEqualTo("<it's><a\nb><\u00ff\u00fe><><*><-q><--repeat>"
                        + folder.resolve("sub").toRealPath() + "\nfed\n");
        assertThat(record().at("/trials/0/values/exit").asInt()).isEqualTo(5);
    }

    @Test
    void endsWhatACommandLeavesRunningButNotWhatSetupStarted() throws Exception {
        script("leave", "setsid sh -c 'while :; do sleep 0.05; done' >/dev/null 2>&1 </dev/null & exit 0");
        script("serve", "setsid sh -c 'while :; do date >>served; sleep 0.05; done' >/dev/null 2>&1 </dev/null &");
        var ran = run("--repeat 3 --setup ./serve -- ./leave");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).containsPattern("the command left [12] process(es)? running");
        assertThat(folder.resolve("served")).isNotEmptyFile();
    }

    @Test
    void keepsTheBeginningOfALargeOutputAndTheDigestOfAll() throws Exception {
        var ran = run("--command zeros='head -c 300M /dev/zero' --command closed='sh -c \"exec >&-; true\"'");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        var lines = Files.readAllLines(results().resolve("outputs.csv"));
        assertThat(lines).hasSize(2);
        var digest = Ran.bash(folder, "head -c 300M /dev/zero | sha256sum | cut -d' ' -f1")
                .out()
                .strip();
        assertThat(lines.get(1)).contains(",314572800," + digest + ",");
    }

    @Test
    void stopsATreeAtItsMemoryLimitAndSaysSo() throws Exception {
        script("hog", "exec awk 'BEGIN { s = \"x\"; while (1) s = s s }'");
        Files.writeString(folder.resolve("experiment.yaml"), """
                workload: {kind: command, run: [./hog]}
                limits: {memory: 64MiB}
                """);
        var ran = run("experiment.yaml");
        assumeTrue(
                ran.code() != 78 || !ran.err().contains("cannot hold the command to its limits"),
                "no cgroups here: " + ran.err());
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(record().at("/verdict/reason").asText())
                .startsWith("trial 1: local: the command was stopped at its memory limit of 64MiB");
        assertThat(record().at("/trials")).isEmpty();
    }

    @Test
    void subtractsTheShellOnlyWhereItIsAskedFor() throws Exception {
        var ran = run("--shell --command a='seq 3 | tail -n 1' --command b='sleep 0.05; true'");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("shell's start subtracted");
        var line = run("--shell -- 'sleep 0.05; echo $((1 + 1)) >summed'");
        assertThat(line.code()).as(line.out() + line.err()).isZero();
        assertThat(folder.resolve("summed")).hasContent("2");
        var refused = run("--command a='x \"'");
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err()).contains("--command: workload.variants.a: 'x \"' has a \" that is not closed");
    }

    @Test
    void refusesWhatIsWrongBeforeItRunsAnything() throws Exception {
        Files.writeString(folder.resolve("experiment.yaml"), """
                workload:
                  kind: command
                  run: ['']
                  shell: maybe
                  expect: {exit: [300], stdout_sha256: abc}
                  timeout: 3s
                repeat: 0
                """);
        var ran = run("experiment.yaml --setup 'touch touched'");
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err())
                .contains("experiment.yaml:4:10: workload.shell: 'maybe'; expected true or false")
                .contains("experiment.yaml:5:19: workload.expect.exit[0]: '300'; expected a whole number from 0 to 255")
                .contains("experiment.yaml:5:40: workload.expect.stdout_sha256")
                .contains("experiment.yaml:6:3: workload: unknown key 'timeout'")
                .contains("experiment.yaml:7:9: repeat: '0'");
        assertThat(folder.resolve("touched")).doesNotExist();
        assertThat(folder.resolve("results")).doesNotExist();
        assertThat(run("--export-json no/such/export.json -- touch touched").err())
                .contains("--export-json: '" + folder.toRealPath().resolve("no/such") + "' is no folder");
        assertThat(folder.resolve("touched")).doesNotExist();
        assertThat(run("--").err()).contains("no command stands after --");
        assertThat(run("a.yaml b.yaml -- true").err()).contains("there are 2 files, 'a.yaml' and 'b.yaml'; name one");
        assertThat(run("--command true").err()).contains("--command 'true' has no name; write --command NAME='true'");
        assertThat(run("--command a=b --command a=c").err()).contains("--command 'a' is there twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "prepare", "command", "conclude", "cleanup"})
    void cleansUpWhateverIsInterrupted(String phase) throws Exception {
        script("step", "echo $1 >>steps; if [ $1 = " + phase + " ]; then sleep 3; fi; echo $1 ended >>steps");
        var builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec setsid env --default-signal=INT " + LAUNCHER
                                + " run-experiment -q --no-metrics --repeat 50"
                                + " --setup './step setup' --prepare './step prepare' --conclude './step conclude'"
                                + " --cleanup './step cleanup' -- ./step command")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        var process = builder.start();
        if (phase.equals("cleanup")) {
            eventually(() -> assertThat(steps()).contains("command"));
            Ran.bash(folder, "kill -INT -- -" + process.pid());
        }
        eventually(() -> assertThat(steps()).contains(phase));
        Ran.bash(folder, "kill -INT -- -" + process.pid());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(steps()).endsWith("cleanup", "cleanup ended");
        assertThat(record().at("/verdict/outcome").asText()).isEqualTo("interrupted");
    }

    @Test
    void cleansUpWhenVoltaIsKilled() throws Exception {
        script("step", "echo $1 >>steps; [ $1 != command ] || sleep 30");
        var builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec setsid " + LAUNCHER
                                + " run-experiment -q --no-metrics --cleanup './step cleanup' -- ./step command")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        var process = builder.start();
        eventually(() -> assertThat(steps()).contains("command"));
        process.destroyForcibly();
        process.waitFor();
        eventually(() -> assertThat(steps()).endsWith("cleanup"));
    }

    private List<String> steps() throws IOException {
        var file = folder.resolve("steps");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private Path results() throws IOException {
        try (var runs = Files.list(folder.resolve("results"))) {
            return runs.max(Path::compareTo).orElseThrow();
        }
    }

    private JsonNode record() throws IOException {
        return new ObjectMapper().readTree(results().resolve("run.json").toFile());
    }

    /** Running processes, zombies aside, whose working folder is this test's. */
    private List<String> processesHere() throws IOException {
        var found = new ArrayList<String>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                try {
                    if (Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder.toRealPath())) {
                        found.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                    }
                } catch (IOException e) {
                    // it ended before or while it was read
                }
            }
        }
        return found;
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
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
