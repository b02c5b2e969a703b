package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import dev.volta.core.lock.LockState;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deployments on real sshd nodes, and what becomes of them when something breaks. */
@Timeout(600)
class DeployIT extends OnDeployFleet {
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
                .containsPattern("volta: the lock of the fleet was lost: it was taken away by .*@.* \\(process \\d+,"
                        + " 'volta lock release.*'\\), .* ago; no further step begins\n");
        assertThat(unit(1, "late")).doesNotExist();
        assertThat(done("lock show").out()).isEqualTo("n1: free\n");
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
        assertThat(volta("deploy-all", "--build").err())
                .startsWith("volta: --build works only with the launcher ./volta");
    }
}
