package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Distributed experiments, and who else may use the fleet. */
@Timeout(300)
class DistributedIT extends OnDistributedFleet {
    @Test
    void aDistributedRunGivesTheManifestOfALocalOne() throws Exception {
        var deployed = folder.resolve(".volta/deployed.json");
        Files.deleteIfExists(deployed); // other tests end services in other ways than stop-all
        var distributed = run("--input", at(2), "--input", at(3), "--input", at(4));
        assertThat(distributed.code()).as(distributed.err()).isZero();
        assertThat(deployed).as("the record of what is deployed").doesNotExist();
        var folderOfDistributed = theOnlyResult();
        var record = record(folderOfDistributed);
        assertThat(record.at("/verdict/outcome").asText()).isEqualTo("passed");
        assertThat(record.at("/workload/details/files").asInt()).isEqualTo(450);
        var nodes = new ArrayList<String>();
        record.at("/trials/0/shares")
                .forEach(worker -> nodes.add(worker.get("node").asText()));
        assertThat(nodes).contains("n2", "n3", "n4").doesNotContain("n1");
        assertThat(folderOfDistributed.resolve("logs/n1-controller.log")).exists();
        assertThat(folderOfDistributed.resolve("logs/n3-worker-n3-1.log")).exists();

        var local = Files.createDirectory(folder.resolve("local"));
        var alone = Ran.volta(
                "run-experiment",
                "-q",
                "--out",
                local.toString(),
                "--input",
                data(2).toString(),
                "--input",
                data(3).toString(),
                "--input",
                data(4).toString());
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(folderOfDistributed.resolve("manifest.sha256"))
                .hasSameTextualContentAs(only(local).resolve("manifest.sha256"));
    }

    @Test
    void aFleetThatIsDeployedStaysAndIsUsedAsItIs() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        var before = workers();
        assertThat(before).isNotEmpty();
        try {
            var ran = run("--input", at(2));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(workers()).isEqualTo(before);
            // What is to be otherwise for one experiment is so for its length.
            var other = run("--input", at(2), "--workers", "3");
            assertThat(other.code()).as(other.err()).isZero();
            var limited = run("--input", at(2), "--memory-limit", "400MiB", "--limits", "advisory");
            assertThat(limited.code()).as(limited.err()).isZero();
            assertThat(workers()).hasSameSizeAs(before);
            assertThat(fleet.volta("deploy-all").out()).contains("nothing was changed");
        } finally {
            endServices();
        }
    }

    @Test
    void inputsThatAreNotWhereTheyAreSaidToBeAreAllToldAndNothingIsStarted() throws Exception {
        var unplaced = run("--input", data(2).toString(), "--input", "n1:/tmp");
        assertThat(unplaced.code()).isEqualTo(78);
        assertThat(unplaced.err())
                .contains("'" + data(2) + "' is a path of this machine")
                .contains("shared:" + data(2))
                .contains("node 'n1' runs no workers");
        var missing = run("--input", "n2:/no/such/folder", "--input", "shared:/no/such/export");
        assertThat(missing.code()).isEqualTo(78);
        assertThat(missing.err())
                .contains("'/no/such/folder' does not exist on n2")
                .contains("'/no/such/export' does not exist on n3");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void aSharedInputIsReadByAllWorkersOnce() throws Exception {
        var ran = run("--input", "shared:" + data(2));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(record(theOnlyResult()).at("/workload/details/files").asInt())
                .isEqualTo(150);
    }

    @Test
    void aRunningExperimentHasTheFleetForItselfWhoeverComes() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        var before = workers();
        var clone = cloned("seen-from");
        var log = folder.resolve("seen.log");
        var changing = List.of(
                List.of("restart", "worker"),
                List.of("stop", "worker"),
                List.of("start", "worker"),
                List.of("deploy-all"),
                List.of("stop-all"),
                List.of("drop-caches"),
                List.of("run-experiment", "--mode=distributed", "--out", out.toString(), "--input", at(2)));
        try {
            var process = start(log, workWithoutEnd());
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                for (var words : changing) {
                    var arguments = words.subList(1, words.size()).toArray(String[]::new);
                    for (var ran : List.of(
                            fleet.volta(words.getFirst(), arguments), inClone(clone, words.getFirst(), arguments))) {
                        assertThat(ran.code()).as(words + "\n" + ran.err()).isEqualTo(75);
                        assertThat(ran.err())
                                .contains("the fleet is locked on n1 by ", "'volta run-experiment ")
                                .contains("process " + process.pid());
                    }
                }
                assertThat(inClone(clone, "lock show").out()).contains("n1: held by ", "'volta run-experiment ");
                assertThat(process.isAlive()).as("the experiment still runs").isTrue();
                TestFleet.interrupt(process);
            } finally {
                process.destroy();
            }
            assertThat(workers()).isEqualTo(before);
            assertThat(fleet.volta("lock show").out()).isEqualTo("n1: free\n");
        } finally {
            endServices();
        }
    }

    @Test
    void allClonesOfAFolderHaveOneTruthAboutSecrets() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        try {
            var before = workers();
            var clone = cloned("second-operator");
            assertThat(inClone(clone, "status").code()).isZero();
            assertThat(inClone(clone, "deploy-all").out()).isEqualTo("4 nodes as described; nothing was changed\n");
            var ran = inClone(
                    clone, "run-experiment", "--mode=distributed", "-q", "--out", out.toString(), "--input", at(2));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(workers()).isEqualTo(before);
            // A worker whose token the controller has lost keeps its own.
            var tokens = folder.resolve("n1/opt/test" + fleet.port(1) + "/conf/tokens/workers");
            Files.delete(tokens.resolve("n2-1"));
            Files.write(tokens.resolve("n3-1"), new byte[65]);
            assertThat(inClone(clone, "deploy-all").code()).isZero();
            assertThat(tokens.resolve("n2-1"))
                    .hasSameTextualContentAs(folder.resolve("n2/opt/test" + fleet.port(1) + "/conf/worker-n2-1.token"));
            assertThat(tokens.resolve("n3-1"))
                    .hasSameTextualContentAs(folder.resolve("n3/opt/test" + fleet.port(1) + "/conf/worker-n3-1.token"));
            assertThat(workers()).isEqualTo(before);
            assertThat(inClone(clone, "status").code()).isZero();
            assertThat(Files.readString(clone.resolve(".volta/secret")))
                    .isNotEqualTo(Files.readString(folder.resolve(".volta/secret")));
            assertThat(Files.readString(clone.resolve(".volta/audit.jsonl")))
                    .doesNotContain(Files.readString(tokens.resolve("n2-1")).strip());
        } finally {
            endServices();
        }
    }
}
