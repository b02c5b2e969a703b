package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import dev.volta.core.config.NodeName;
import dev.volta.core.lock.Claim;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was deployed and has left the description, on real sshd. */
@Timeout(600)
class ForgottenIT extends OnTestFleet {
    private static final String NAMED = "no longer described, and not known to be stopped: ";
    private static final String DO = "stop it with 'volta stop-all --forgotten'";
    private static final String NOTHING = "nothing that was deployed from here is left outside of the description\n";

    @AfterEach
    void nothingIsLeft() throws Exception {
        Files.deleteIfExists(record());
        for (var process : processes()) {
            Ran.bash(folder, "kill -KILL " + process);
        }
        Ran.bash(folder, "rm -rf at*");
    }

    private static Path record() {
        return folder.resolve(".volta/deployed.json");
    }

    /** The pids of what works below the nodes' folders. */
    private static List<String> processes() throws IOException, InterruptedException {
        return Ran.bash(folder, """
                for process in /proc/[0-9]*; do
                    case "$(readlink $process/cwd 2>/dev/null) $(tr '\\0' ' ' <$process/cmdline 2>/dev/null)" in
                    "$PWD"/at*|*" $PWD/at"*) echo "${process#/proc/}" ;;
                    esac
                done
                """).out().lines().toList();
    }

    private static boolean runs(String at) throws IOException {
        var child = folder.resolve(at + "/services/api/child");
        return Files.exists(child)
                && ProcessHandle.of(Long.parseLong(Files.readString(child).split(" ", -1)[0]))
                        .isPresent();
    }

    /** A node whose folders are below {@code at}. */
    private static String node(String name, String address, int port, String at) {
        var base = folder.resolve(at).resolve(name);
        return fleet.line(
                name,
                address,
                port,
                "labels: [api]",
                "paths: {install: " + base + "/opt, run: " + base + "/run, log: " + base + "/log}");
    }

    private static String node(int number) {
        return node("n" + number, "127.0.0.1", fleet.port(number), "at");
    }

    private static String name() {
        return "test" + fleet.port(1);
    }

    private static void describe(String name, String... nodes) throws IOException {
        Files.writeString(
                folder.resolve("volta.yaml"),
                "fleet: {name: " + name + "}\nnodes:\n" + String.join("\n", nodes)
                        + "\nservices:\n  api: {on: api, command: [sh, -c, 'exec sleep 86399']}\n");
    }

    private static Ran done(String command, String... arguments) {
        var ran = fleet.volta(command, arguments);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private static String told(String node, int port, String name, String at) {
        var base = folder.resolve(at).resolve(node);
        return node + " (root@127.0.0.1:" + port + "), fleet " + name + ", install " + base + "/opt, run " + base
                + "/run, log " + base + "/log/" + name + ": api; since ";
    }

    @Test
    void namesANodeThatWasRemovedAndStopsItThere() throws Exception {
        describe(name(), node(1), node(2));
        assertThat(done("deploy-all").err()).doesNotContain("described");
        assertThat(done("status").out()).doesNotContain("described,");
        assertThat(done("stop-all --forgotten").out()).isEqualTo(NOTHING);

        describe(name(), node(1));
        var n2 = told("n2", fleet.port(2), name(), "at");
        var status = fleet.volta("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains(NAMED + n2, DO);
        assertThat(done("status", "-l", "n1").out()).doesNotContain("described,");
        var json = new ObjectMapper()
                .readTree(fleet.volta("status", "--output", "json").out());
        assertThat(json.get("ok").asBoolean()).isFalse();
        assertThat(json.get("forgotten").findValuesAsText("node")).containsExactly("n2");
        assertThat(json.get("forgotten").get(0).get("services").get(0).asText()).isEqualTo("api");
        var doctor = fleet.volta("doctor");
        assertThat(doctor.code()).isEqualTo(1);
        var services = folder.resolve("at/n2/opt/" + name() + "/services/api");
        assertThat(doctor.out())
                .containsPattern("ok +n1 +other fleets +services of others, or of earlier descriptions: .*" + services);
        assertThat(doctor.out()).containsPattern("FAULT +n2 +forgotten +" + NAMED + ".*; " + DO);
        var deployed = done("deploy-all");
        assertThat(deployed.out()).isEqualTo("1 node as described; nothing was changed\n");
        assertThat(deployed.err()).contains("volta: " + NAMED + n2, "volta: " + DO);

        assertThat(done("stop-all --forgotten", "--dry-run").out())
                .contains(n2, "stop what is not described:\n  n2: stop api\n");
        assertThat(runs("at/n2/opt/" + name())).isTrue();
        assertThat(fleet.volta("stop-all --forgotten", "-l", "n1").code()).isEqualTo(2);
        var stopped = done("stop-all --forgotten", "-l", "n2");
        assertThat(stopped.out()).isEqualTo("services stopped: 1\n");
        assertThat(stopped.err()).isEqualTo("n2: stop api\n");
        assertThat(runs("at/n2/opt/" + name())).isFalse();
        assertThat(runs("at/n1/opt/" + name())).isTrue();
        assertThat(done("status").out()).doesNotContain("described,");
        assertThat(done("stop-all --forgotten").out()).isEqualTo(NOTHING);
        var stop = "\"plain-stop.sh\",\"" + folder.resolve("at/n2/opt/" + name());
        assertThat(Files.readAllLines(folder.resolve(".volta/audit.jsonl")))
                .filteredOn(line -> line.contains("\"node\":\"n2\"") && line.contains(stop))
                .hasSize(1);
    }

    @Test
    void namesEarlierFleetsAndFoldersAndStopsThemUnderTheirLocks() throws Exception {
        describe(name() + "a", node(1));
        done("deploy-all");
        describe(name() + "b", node(1));
        assertThat(done("deploy-all").err()).contains(NAMED + told("n1", fleet.port(1), name() + "a", "at"));
        describe(name() + "b", node("n1", "127.0.0.1", fleet.port(1), "at2"));
        assertThat(done("deploy-all").err())
                .contains(
                        NAMED + told("n1", fleet.port(1), name() + "a", "at"),
                        NAMED + told("n1", fleet.port(1), name() + "b", "at"));
        var all = done("stop-all");
        assertThat(all.out()).isEqualTo("services stopped: 1\n");
        assertThat(all.err()).contains("fleet " + name() + "a, ", "fleet " + name() + "b, ", DO);

        var lock = earlierLock();
        lock.take(new Claim("t", "ann", "desk", 42, "volta deploy-all"), Duration.ZERO);
        var held = fleet.volta("stop-all --forgotten");
        assertThat(held.code()).as(held.err()).isEqualTo(75);
        assertThat(held.err()).contains("locked on n1 by ann@desk (process 42");
        assertThat(runs("at/n1/opt/" + name() + "a")).isTrue();
        assertThat(runs("at/n1/opt/" + name() + "b")).isFalse();
        lock.release("t");
        done("stop-all --forgotten");
        assertThat(processes()).isEmpty();
        assertThat(done("stop-all --forgotten").out()).isEqualTo(NOTHING);
    }

    @Test
    void stopsAndReplacesWhatRunsWithoutItsFolder() throws Exception {
        var opt = folder.resolve("at/n1/opt");
        describe(name(), node(1));
        done("deploy-all");
        FolderTree.remove(opt);
        var status = fleet.volta("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("unwatched, its folder is gone");
        var replaced = done("deploy-all");
        assertThat(replaced.err()).contains("n1: stop api", "n1: start api");
        assertThat(processes()).hasSize(2); // watcher and program

        Ran.bash(folder, "kill -KILL $(cut -d ' ' -f 1 " + opt + "/" + name() + "/services/api/watcher)");
        Files.move(opt, folder.resolve("at/n1/moved"));
        assertThat(done("stop-all").out()).isEqualTo("services stopped: 1\n");
        assertThat(processes()).isEmpty();
        assertThat(done("stop-all").out()).isEqualTo("nothing runs\n");

        done("deploy-all");
        describe(name(), node("n1", "127.0.0.1", fleet.port(1), "at2"));
        done("deploy-all");
        FolderTree.remove(opt);
        assertThat(done("stop-all --forgotten").out()).isEqualTo("services stopped: 1\n");
        assertThat(processes()).hasSize(2);
        done("stop-all");
        assertThat(processes()).isEmpty();
    }

    /** The lock of the fleet when it had its first name. */
    private static FleetLock earlierLock() throws IOException {
        var text = new ObjectMapper().readTree(record().toFile());
        for (var place : text.get("places")) {
            if (place.get("fleet").asText().endsWith("a")) {
                var name = place.get("lock").get("name").asText();
                return new FleetLock(new LocalRemote(new NodeName("n1")), "/tmp", name, Duration.ofMinutes(2));
            }
        }
        throw new AssertionError(text);
    }

    @Test
    void keepsWhatCannotBeReachedUntilItIsSaidToBeGone() throws Exception {
        var last = OpenSshd.start(folder.resolve("sshd-last"), fleet.key());
        try {
            describe(name(), node(1), node("n9", "127.0.0.1", last.port(), "at"));
            done("trust", "--yes");
            // Killed in the middle, it has written down before where it puts what.
            killedWhile("n9: start api", "deploy-all");
        } finally {
            last.close();
        }
        describe(name(), node(1));
        done("lock release");
        assertThat(fleet.volta("status").out()).contains(NAMED + told("n9", last.port(), name(), "at"));
        var stopped = fleet.volta("stop-all --forgotten");
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err())
                .contains(
                        "n9: unreachable: ", "what was not stopped stays in the record", "volta stop-all --gone NODE");
        assertThat(fleet.volta("status").out()).contains(NAMED + "n9 ");

        var wrong = fleet.volta("stop-all", "--gone", "n8");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err())
                .isEqualTo("volta: nothing that has left the description is recorded of 'n8'; it is of n9\n");
        assertThat(done("stop-all", "--gone", "n9", "--dry-run").out())
                .startsWith("would be dropped from the record: n9 ");
        assertThat(done("stop-all", "--gone", "n9").out())
                .startsWith("dropped from the record, nothing is stopped: n9 (root@127.0.0.1:" + last.port());
        assertThat(done("stop-all --forgotten").out()).isEqualTo(NOTHING);
        assertThat(fleet.volta("stop-all", "--gone", "n9", "--forgotten").code())
                .isEqualTo(2);
    }

    private static void killedWhile(String told, String command) throws Exception {
        var err = folder.resolve("killed.err");
        var line = fleet.program("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "volta.yaml", command)
                .replace("setsid -w ", "exec ");
        var process = new ProcessBuilder("bash", "-c", line)
                .redirectOutput(folder.resolve("killed.out").toFile())
                .redirectError(err.toFile())
                .start();
        try {
            var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!Files.readString(err).contains(told)) {
                assertThat(System.nanoTime()).as(Files.readString(err)).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void knowsANodeAgainByItsHostKeyAndItsFolders() throws Exception {
        describe(name(), node(1), node(2));
        done("deploy-all");
        describe(name(), node(1), node("n2", "127.0.0.2", fleet.port(2), "at"));
        done("trust", "--yes");
        assertThat(done("status").out()).doesNotContain("described,");

        // By another name as well: only the node itself can tell that it is the same.
        var renamed = node("n2", "127.0.0.3", fleet.port(2), "at").replace("name: n2", "name: m2");
        describe(name(), node(1), renamed);
        done("trust", "--yes");
        assertThat(done("status").out()).doesNotContain("described,");
        assertThat(done("stop-all --forgotten").out())
                .isEqualTo("n2: is the node m2 of the description; nothing is stopped there\n");
        assertThat(runs("at/n2/opt/" + name())).isTrue();
        assertThat(done("stop-all --forgotten").out()).isEqualTo(NOTHING);
        done("stop-all");
        assertThat(record()).doesNotExist();
        assertThat(processes()).isEmpty();
    }

    @Test
    void doesNotTakeARecordThatIsDamagedForAnEmptyOne() throws Exception {
        describe(name(), node(1));
        done("deploy-all");
        var whole = Files.readString(record());
        Files.writeString(record(), whole.substring(0, whole.length() / 2));
        var problem = "the record of what was deployed from here cannot be read: " + record() + " is not whole";
        var deployed = fleet.volta("deploy-all");
        assertThat(deployed.code()).isEqualTo(78);
        assertThat(deployed.err()).startsWith("volta: " + problem);
        var status = fleet.volta("status", "--output", "json");
        assertThat(status.code()).isEqualTo(1);
        var json = new ObjectMapper().readTree(status.out());
        assertThat(json.get("forgotten").isNull()).isTrue();
        assertThat(json.get("forgottenReason").asText()).startsWith(problem);
        assertThat(fleet.volta("stop-all --forgotten").code()).isEqualTo(78);
        var stopped = fleet.volta("stop-all");
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.out()).isEqualTo("services stopped: 1\n");
        assertThat(stopped.err()).contains("volta: " + problem);
        assertThat(processes()).isEmpty();
        assertThat(record()).hasContent(whole.substring(0, whole.length() / 2));
    }
}
