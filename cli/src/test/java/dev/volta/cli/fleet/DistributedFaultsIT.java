package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Distributed experiments of which parts break while they run. */
@Timeout(300)
class DistributedFaultsIT extends OnDistributedFleet {
    @Test
    void aCutConnectionAndAKilledControllerCostNoResult() throws Exception {
        var large = folder.resolve("large");
        fill(large, 6_000, 24 << 10, 9);
        var log = folder.resolve("cut.log");
        var process = start(log, "--warmup", "1", "--repeat", "2", "--input", "n2:" + large, "--input", at(3));
        try {
            eventually(() -> !workers().isEmpty() && Files.readString(log).contains("warm-up"));
            fleet.server(2).process().descendants().forEach(session -> {
                if (session.info().command().orElse("").contains("sshd")) {
                    session.destroyForcibly();
                }
            });
            TimeUnit.SECONDS.sleep(1);
            Ran.bash(folder, "pkill -KILL -f '[v]olta-controller[^ ]*jar " + folder + "'");
            assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroy();
        }
        var said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        var record = record(theOnlyResult());
        assertThat(record.at("/workload/details/files").asInt()).isEqualTo(6_150);
        assertThat(said).contains("the link to n2 was cut");
        var checked = Ran.bash(theOnlyResult(), "sha256sum --quiet -c manifest.sha256");
        assertThat(checked.code()).as(checked.err()).isZero();
    }

    @Test
    void workersThatAreKilledUnderARunningExperimentLoseNothing() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        var before = workers();
        var log = folder.resolve("restart.log");
        try {
            var process = start(log, muchWork());
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                for (var worker : before) {
                    Ran.bash(folder, "kill -KILL " + worker);
                }
                assertThat(process.isAlive())
                        .as("they were killed during the run")
                        .isTrue();
                eventually(() -> workers().size() == before.size() && Collections.disjoint(workers(), before));
                assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            assertThat(record(theOnlyResult()).at("/workload/details/files").asInt())
                    .isEqualTo(16);
        } finally {
            endServices();
        }
    }

    @Test
    void aRunWhoseLockWasTakenAwayDoesNotPassAndTouchesNothingMore() throws Exception {
        var log = folder.resolve("broken.log");
        try {
            var process = start(log, muchWork());
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                assertThat(inClone(cloned("breaks-it"), "lock release").out())
                        .startsWith("n1: taken away from ")
                        .contains("'volta run-experiment ");
                assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(76);
            assertThat(Files.readString(log))
                    .containsPattern("the lock of the fleet was lost: it was taken away by .*volta lock release");
            var record = record(theOnlyResult());
            assertThat(record.at("/verdict/outcome").asText()).isEqualTo("failed");
            assertThat(record.at("/verdict/reason").asText())
                    .contains("the lock of the fleet was lost", "what was measured may be another command's doing");
            assertThat(record.at("/warnings").toString()).contains("was left as it is");
            // What it had started is somebody else's to stop, who may use it by now.
            assertThat(workers()).isNotEmpty();
        } finally {
            assertThat(fleet.volta("stop-all", "-q").code()).isZero();
        }
    }

    @Test
    void linksThatAKeeperHoldsOutliveCommandsAndItsOwnDeath() throws Exception {
        Ran.bash(folder, "mkdir kept && for i in 1 2 3 4 5 6; do truncate -s 1G kept/$i; done");
        var log = folder.resolve("kept.log");
        try {
            var deployed = Ran.bash(folder, fleet.program("-Xmx128m", "volta.yaml", "deploy-all", "-q", "--keep"));
            assertThat(deployed.code()).as(deployed.err()).isZero();
            var examined = fleet.volta("doctor");
            assertThat(examined.out()).contains("way to the controller").doesNotContainPattern("n3 +way to .*warning");
            var process = start(log, "--input", "n2:" + folder.resolve("kept"), "--input", at(3));
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                var keeper = new ObjectMapper().readTree(keeper("status", "--output", "json"));
                assertThat(keeper.get("tunnels")).hasSize(4);
                Ran.bash(folder, "kill -KILL " + keeper.get("pid").asLong());
                assertThat(process.waitFor(150, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            assertThat(record(theOnlyResult()).at("/workload/details/files").asInt())
                    .isEqualTo(156);
            assertThat(Files.readString(log)).contains("was cut for");
            assertThat(keeper("status")).contains("held");
            var stopped = fleet.volta("stop-all", "-q");
            assertThat(stopped.code()).as(stopped.err()).isZero();
            assertThat(keeper("status")).contains("tunnels: 0");
        } finally {
            keeper("stop");
            endServices();
        }
    }
}
