package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.lock.Claim;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.LockState;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services on four real sshd, from deploy-all to stop-all. */
@Timeout(600)
class DeployIT extends OnTestFleet {
    private static final String JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Says what it was started with, and stays. */
    private static final String STAY = "[sh, -c, 'echo mode $MODE; exec sleep 86399']";

    private static final String BUILT_IN = """
              controller: {on: controller, kind: controller}
              worker: {on: controller, kind: worker, after: [controller]}
            """;
    private static final String BASE = "  base: {on: controller, command: " + STAY + ", env: {MODE: base}}\n";

    @AfterEach
    void nothingIsLeft() throws Exception {
        // Longer than the time to live of a lock whose owner a failed test has killed.
        var stopped = volta("stop-all", "--wait-lock", "3m");
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(processesOnNodes()).isEmpty();
        Ran.bash(folder, "rm -rf at");
    }

    /** Command lines of processes that work below the nodes' folders; a zombie has none. */
    private static List<String> processesOnNodes() throws IOException, InterruptedException {
        return Ran.bash(folder, """
                for process in /proc/[0-9]*; do
                    line=$(tr '\\0' ' ' <$process/cmdline 2>/dev/null)
                    case "$(readlink $process/cwd 2>/dev/null) $line" in
                    "$PWD"/at/*|*" $PWD/at/"*) echo "$line" ;;
                    esac
                done
                """)
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String api(String mode, String health) {
        return "  api: {on: api, command: " + STAY + ", after: [base], env: {MODE: " + mode + "}, health: {" + health
                + "}}\n";
    }

    private static String healthyApi(String mode) {
        return api(mode, "command: ['true']");
    }

    private static void describe(String file, String services) throws IOException {
        var ports = new ArrayList<Integer>();
        for (var i = 1; i <= 4; i++) {
            ports.add(fleet.port(i));
        }
        describe(file, services, ports);
    }

    private static void describe(String file, String services, List<Integer> ports) throws IOException {
        var nodes = new StringBuilder("nodes:\n");
        for (var i = 1; i <= 4; i++) {
            var at = folder.resolve("at/n" + i);
            nodes.append(fleet.line(
                            "n" + i,
                            "127.0.0.1",
                            ports.get(i - 1),
                            "labels: [" + (i == 1 ? "controller" : "api") + "]",
                            "paths: {install: " + at + "/opt, run: " + at + "/run, log: " + at + "/log}"))
                    .append('\n');
        }
        Files.writeString(folder.resolve(file), nodes + "services:\n" + services);
    }

    private static Ran volta(String command, String... arguments) throws IOException, InterruptedException {
        return Ran.bash(folder, fleet.program(JAVA, "volta.yaml", command, arguments));
    }

    private static Ran done(String command, String... arguments) throws IOException, InterruptedException {
        var ran = volta(command, arguments);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private static Process inBackground(Path out, Path err, String command, String... arguments) throws IOException {
        var line = TestFleet.interruptible(fleet.program(JAVA, "volta.yaml", command, arguments));
        return new ProcessBuilder("bash", "-c", line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    private static Path unit(int node, String unit) {
        return folder.resolve("at/n" + node + "/opt/volta/services/" + unit);
    }

    private static void kill(String signal, Path identity) throws IOException, InterruptedException {
        Ran.bash(folder, "kill -" + signal + " " + Files.readString(identity).split(" ", -1)[0]);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Test
    void bringsUpWhatIsDescribedAndOnlyWhatChanged() throws Exception {
        describe("volta.yaml", BUILT_IN + BASE + healthyApi("fast"));
        var processors = Runtime.getRuntime().availableProcessors();
        var first = done("deploy-all");
        assertThat(first.out()).isEqualTo("4 nodes as described; services started: " + (processors + 5) + "\n");
        assertThat(first.err())
                .contains("n1: push volta-controller.jar to ", "n1: start worker-n1-1", "n4: start api")
                .doesNotContain("n2: push");
        assertThat(done("deploy-all").out()).isEqualTo("4 nodes as described; nothing was changed\n");
        var status = done("status");
        assertThat(status.out())
                .containsPattern("NODE +SERVICE +STATE +SINCE +RESTARTS +HEALTH +MEMORY +DESCRIBED\n")
                .containsPattern("n1 +controller +running +\\d.* 0 +healthy +\\d+.* MiB +current\n")
                .containsPattern("n2 +api +running +\\d.* 0 +healthy +\\d+.* [KM]iB +current\n");

        describe("volta.yaml", BUILT_IN + BASE + healthyApi("slow"));
        var outdated = volta("status");
        assertThat(outdated.code()).isEqualTo(1);
        assertThat(outdated.out())
                .containsPattern("n2 +api .* outdated: its settings changed\n")
                .containsPattern("n1 +controller .* current\n");
        assertThat(done("deploy-all", "--diff").out())
                .contains("--- n2:" + unit(2, "api/env") + "\n")
                .containsPattern("\n-MODE=\\P{Alnum}+\n\\+MODE=\\P{Alnum}+\\(changed\\)\n")
                .doesNotContain("controller");
        var changed = done("deploy-all", "--serial", "2");
        assertThat(changed.out()).isEqualTo("4 nodes as described; services restarted: 3\n");
        assertThat(changed.err()).doesNotContain("controller", "n1:");
        assertThat(done("logs", "-n", "1", "api@n2").out()).isEqualTo("api@n2: mode slow\n");
        assertThat(done("logs", "api").out()).contains("api@n2: mode fast\n", "api@n4: mode slow\n");

        describe("volta.yaml", BASE + healthyApi("slow"));
        assertThat(done("deploy-all").out())
                .isEqualTo("4 nodes as described; services removed: " + (processors + 1) + "\n");
        assertThat(unit(1, "controller")).doesNotExist();
    }

    @Test
    void startsAgainWhatWasKilled() throws Exception {
        describe("volta.yaml", BASE);
        done("deploy-all");
        var child = unit(1, "base").resolve("child");
        var before = Files.readString(child);
        kill("KILL", child);
        await(() -> Files.exists(child) && !Files.readString(child).equals(before));
        var status = done("status", "--output", "json");
        var base = new ObjectMapper().readTree(status.out()).get("services").get(0);
        assertThat(base.get("restarts").asInt()).isEqualTo(1);
        assertThat(base.get("state").asText()).isEqualTo("running");

        var out = folder.resolve("watched.out");
        var process = inBackground(out, folder.resolve("watched.err"), "status", "--watch");
        try {
            await(() -> Files.readString(out).split("n1 +base +running ", -1).length > 3);
            TestFleet.interrupt(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void takesUpANodeThatWasOutOfReach() throws Exception {
        var ports = new ArrayList<>(List.of(fleet.port(1), fleet.port(2), fleet.port(3), OpenSshd.freePort()));
        describe("volta.yaml", BASE + healthyApi("fast"), ports);
        var first = volta("deploy-all", "--wait", "1s");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.err())
                .contains("volta: n4: unreachable: ", "n2: start api", "volta: 3 of 4 nodes done, not n4\n");
        var status = volta("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).containsPattern("n4 +- +unreachable: .*refused");
        describe("volta.yaml", BASE + healthyApi("fast"));
        var resumed = done("deploy-all", "--resume");
        assertThat(resumed.out()).isEqualTo("1 node as described; services started: 1\n");
        assertThat(resumed.err()).contains("n4: start api").doesNotContain("n2", "n3");
        assertThat(done("deploy-all").out()).isEqualTo("4 nodes as described; nothing was changed\n");
    }

    @Test
    void showsTheLogOfWhatNeverBecomesHealthy() throws Exception {
        var late = "  late: {on: controller, command: " + STAY + ", after: [api], env: {MODE: late}}\n";
        describe("volta.yaml", BASE + api("broken", "command: ['false'], timeout: 1s") + late);
        var ran = volta("deploy-all");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("api did not become healthy within 1 s (false); the end of its log:\nmode broken")
                .contains("did not start late, because 'start api' was not done everywhere")
                .contains("volta: n2 stands after ", "the last: wait up to 1 s for false of api");
        assertThat(unit(1, "late")).doesNotExist();
        var status = volta("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .containsPattern("n2 +api +running .* unhealthy .* current\n")
                .containsPattern("n1 +late +- .* missing\n");
    }

    @Test
    void holdsBackWhatComesAfterUntilItIsUpAndHealthy() throws Exception {
        var up = folder.resolve("up");
        var ready = folder.resolve("ready");
        var base = "  base: {on: controller, command: [sh, -c, 'test -e " + up + " || exit 0; exec sleep 86399']}\n";
        var late = "  late: {on: controller, command: " + STAY + ", after: [api]}\n";
        describe("volta.yaml", base + api("fast", "command: [test, -e, '" + ready + "'], timeout: 1s") + late);
        var first = volta("deploy-all");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.err())
                .contains("volta: n1: failed: base ", "n[2-4]: failed: did not start api, because 'start base'")
                .doesNotContain(": start api\n", ": start late\n");

        // What the first could not bring up is waited for by every other one, and is not passed over as unchanged.
        Files.createFile(up);
        for (var arguments : List.of(new String[] {}, new String[] {"--resume"})) {
            var again = volta("deploy-all", arguments);
            assertThat(again.code()).as(again.out()).isEqualTo(1);
            assertThat(again.err())
                    .contains("api did not become healthy within 1 s", "did not start late, because 'start api'")
                    .doesNotContain(": start late\n");
        }
        Files.createFile(ready);
        var last = done("deploy-all");
        assertThat(last.out()).isEqualTo("4 nodes as described; services started: 1\n");
        assertThat(last.err()).isEqualTo("n1: start late\n");
    }

    @Test
    void anInterruptedDeploymentHoldsTheLockAndIsTakenUp() throws Exception {
        describe("volta.yaml", BASE + api("fast", "command: ['false'], timeout: 10m"));
        var err = folder.resolve("interrupted.err");
        var process = inBackground(folder.resolve("interrupted.out"), err, "deploy-all");
        try {
            await(() -> Files.readString(err)
                            .lines()
                            .filter(told -> told.endsWith(": start api"))
                            .count()
                    == 3);

            var other = Files.createDirectories(folder.resolve("other"));
            Files.copy(folder.resolve("volta.yaml"), other.resolve("volta.yaml"));
            var pins = folder.resolve(".volta/known_hosts").toString();
            var second = Ran.bash(folder, fleet.program(JAVA, "other/volta.yaml", "deploy-all", "--known-hosts", pins));
            assertThat(second.code()).isEqualTo(75);
            assertThat(second.err())
                    .containsPattern("volta: the fleet is locked on n1 by .*@.* \\(process " + process.pid()
                            + ", 'volta deploy-all .* ago; wait for it with --wait-lock 5m");
            assertThat(done("lock show").out()).startsWith("n1: held by ");

            TestFleet.interrupt(process);
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(err))
                .contains("volta: n2 stands after 1 of 2 steps, the last: wait up to 600 s for false of api")
                .contains("volta: interrupted; 1 of 4 nodes done, not n[2-4]");
        assertThat(done("lock show").out()).isEqualTo("n1: free\n");
        describe("volta.yaml", BASE + healthyApi("fast"));
        assertThat(done("deploy-all", "--resume").out()).startsWith("3 nodes as described; ");
        assertThat(done("status").out()).containsPattern("n4 +api +running");
    }

    @Test
    void aDeploymentThatLosesTheLockBeginsNoFurtherStep() throws Exception {
        var late = "  late: {on: controller, command: " + STAY + ", after: [api], env: {MODE: late}}\n";
        describe("volta.yaml", BASE + api("fast", "command: ['false'], timeout: 10m") + late);
        var err = folder.resolve("lost.err");
        var process = inBackground(folder.resolve("lost.out"), err, "deploy-all");
        try {
            await(() -> Files.readString(err)
                            .lines()
                            .filter(told -> told.endsWith(": start api"))
                            .count()
                    == 3);
            assertThat(done("lock release").out()).startsWith("n1: taken away from ");
            // It waits for health, and hears of it when it renews the lock the next time.
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(76);
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(err))
                .contains(
                        "volta: the lock of the fleet was lost: somebody has broken it (volta lock release); no further"
                                + " step begins\n");
        assertThat(unit(1, "late")).doesNotExist();
        assertThat(done("lock show").out()).isEqualTo("n1: free\n");
    }

    /** The lock of the fleet, which another operator has. */
    private static FleetLock takenByAnn() throws InterruptedException {
        var files =
                FleetFiles.find(folder, Optional.of(folder.resolve("volta.yaml")), Optional.empty(), Optional.empty());
        var lock = FleetLock.of(
                FleetSource.read(files, Map.of()).value(), new LocalRemote(new NodeName("n1")), Duration.ofMinutes(2));
        lock.take(new Claim("t", "ann", "desk", 42, "volta deploy-all"), Duration.ZERO);
        return lock;
    }

    @Test
    void changesNothingWhileSomebodyElseHasTheLock() throws Exception {
        describe("volta.yaml", BASE);
        done("deploy-all");
        var lock = takenByAnn();
        var held = volta("restart", "--wait-lock", "1s", "base");
        assertThat(held.code()).isEqualTo(75);
        assertThat(held.err()).contains("locked on n1 by ann@desk (process 42, 'volta deploy-all')");
        assertThat(done("lock show").out()).startsWith("n1: held by ann@desk (process 42, 'volta deploy-all'), ");
        assertThat(done("lock release").out()).startsWith("n1: taken away from ann@desk (process 42");
        assertThat(done("restart", "base").out()).isEqualTo("services restarted: 1\n");
        assertThat(lock.state()).isEqualTo(new LockState.Free());
    }

    @Test
    void touchesNothingInADryRun() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        var asked = done("deploy-all", "--dry-run");
        assertThat(asked.out())
                .startsWith("start base:\n  n1: start base: ")
                .contains("(it is not there yet)\n  n1: see that base stays up\nstart api:\n  n2: start api");
        var offline = done("deploy-all", "--dry-run", "--offline");
        assertThat(offline.out()).isEqualTo(asked.out());
        assertThat(done("stop-all", "--dry-run").out()).isEqualTo("nothing to do\n");
        assertThat(folder.resolve("at")).doesNotExist();
        assertThat(volta("deploy-all", "--offline").code()).isEqualTo(2);
        assertThat(volta("deploy-all", "--build").err()).startsWith("--build is for the launcher ./volta");
    }

    @Test
    void startsStopsAndRestartsSingleServices() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        done("deploy-all");
        var unknown = volta("restart", "apy");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("volta: there is no service 'apy'; did you mean 'api'?\n");
        assertThat(done("stop", "api@n[2-3]").out()).isEqualTo("services stopped: 2\n");
        assertThat(done("stop", "api@n[2-3]").out()).isEqualTo("nothing runs\n");
        assertThat(volta("status").out())
                .containsPattern("n2 +api +ended with status 143 ")
                .containsPattern("n4 +api +running ");
        assertThat(done("start", "api").out()).isEqualTo("services started: 2\n");
        assertThat(done("start", "api").out()).isEqualTo("runs already\n");
        var restarted = done("restart", "api", "--serial", "1");
        assertThat(restarted.out()).isEqualTo("services restarted: 3\n");
        assertThat(restarted.err())
                .isEqualTo(Stream.of("n2", "n3", "n4")
                        .map(node -> node + ": stop api\n" + node + ": start api\n")
                        .reduce("", String::concat));
    }

    @Test
    void stopsInReverseOrderAlsoWhatNobodyWatches() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        done("deploy-all");
        kill("KILL", unit(2, "api").resolve("watcher"));
        var status = volta("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).containsPattern("n2 +api +unwatched ");
        describe("volta.yaml", healthyApi("fast").replace("after: [base], ", ""));
        var stopped = done("stop-all");
        assertThat(stopped.out()).isEqualTo("services stopped: 4\n");
        assertThat(stopped.err()).startsWith("n1: stop base\n").contains("n2: stop api\n");
        assertThat(processesOnNodes()).isEmpty();
    }

    @Test
    void followsTheLogsOfManyAndEndsThere() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        done("deploy-all");
        var out = folder.resolve("followed.out");
        var process = inBackground(out, folder.resolve("followed.err"), "logs", "-F", "api");
        try {
            await(() -> Files.readAllLines(out).size() >= 3);
            Files.writeString(folder.resolve("at/n3/log/api.log"), "one more\n", StandardOpenOption.APPEND);
            await(() -> Files.readAllLines(out).contains("api@n3: one more"));
            assertThat(Files.readAllLines(out))
                    .containsExactlyInAnyOrder(
                            "api@n2: mode fast", "api@n3: mode fast", "api@n4: mode fast", "api@n3: one more");
            TestFleet.interrupt(process);
        } finally {
            process.destroyForcibly();
        }
        await(() -> processesOnNodes().stream().noneMatch(running -> running.startsWith("tail ")));
    }

    @Test
    void theDoctorFindsWhatIsWrong() throws Exception {
        describe("volta.yaml", BUILT_IN + BASE + healthyApi("fast"));
        done("deploy-all");
        var well = done("doctor");
        assertThat(well.out())
                .containsPattern(
                        "ok +n1 +controller socket +.*/run/controller.sock is a socket of .*, mode 600, accepts\n")
                .containsPattern("ok +n1 +way to the controller +.* accepts\n")
                .containsPattern("ok +n1 +lock +free\n")
                .containsPattern("ok +n3 +service api +running\n")
                .doesNotContain("FAULT", "warning");

        var ports = List.of(fleet.port(1), fleet.port(2), fleet.port(3), OpenSshd.freePort());
        describe("ill.yaml", BUILT_IN + BASE + healthyApi("fast"), ports);
        Ran.bash(folder, "chmod 666 at/n1/run/controller.sock");
        Files.writeString(
                folder.resolve("at/n1/log/controller.log"), "worker n1-1: broken pipe\n", StandardOpenOption.APPEND);
        done("stop", "api@n2");
        kill("KILL", unit(3, "api").resolve("watcher"));
        var lock = takenByAnn();
        var claim = Path.of(lock.folder(), "volta-lock." + lock.name() + ".t.held");
        var lines = new ArrayList<>(Files.readAllLines(claim));
        lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - 300));
        Files.write(claim, lines);

        var ill = Ran.bash(folder, fleet.program(JAVA, "ill.yaml", "doctor"));
        assertThat(ill.code()).isEqualTo(1);
        assertThat(ill.out())
                .containsPattern("FAULT +n1 +controller socket .* mode 666; it has to be of .* alone, mode 600")
                .containsPattern("warning +n1 +controller log +'worker n1-1: broken pipe'; read on: volta logs")
                .containsPattern("FAULT +n2 +service api +ended with status 143; see 'volta logs api@n2'")
                .containsPattern("FAULT +n3 +service api +unwatched; ")
                .containsPattern("FAULT +n4 +ssh +unreachable: .*; try 'volta ssh n4'")
                .containsPattern("FAULT +n1 +lock +expired, of ann@desk \\(process 42, 'volta deploy-all'\\)")
                .containsPattern("ok +n1 +way to the controller");
        var json = new ObjectMapper()
                .readTree(Ran.bash(folder, fleet.program(JAVA, "ill.yaml", "doctor", "--output", "json"))
                        .out());
        assertThat(json.findValuesAsText("result").stream().filter("fault"::equals))
                .hasSize(5);
    }
}
