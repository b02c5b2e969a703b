package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands as experiments on four sshd nodes at once. */
@Timeout(300)
class CommandFleetIT extends OnDistributedFleet {
    @Test
    void runsOnEveryNodeAtTheSameTimeAndTellsEachOfThem() throws Exception {
        var ran = run("--repeat", "6", "--command", "a=sleep 0.1", "--command", "b=sleep 0.2");
        assertThat(ran.code()).as(ran.err()).isZero();
        var record = record(theOnlyResult());
        assertThat(record.at("/verdict/outcome").asText()).isEqualTo("passed");
        for (var trial : record.at("/trials")) {
            var walls = new ArrayList<Long>();
            var nodes = new ArrayList<String>();
            trial.at("/shares").forEach(share -> {
                walls.add(share.at("/values/wall_ns").asLong());
                nodes.add(share.get("node").asText());
            });
            assertThat(nodes).containsExactly("n1", "n2", "n3", "n4");
            assertThat(trial.at("/values/wall_ns").asLong())
                    .isEqualTo(walls.stream().max(Long::compare).orElseThrow());
            assertThat(trial.at("/values/skew_ns").isNumber()).isTrue();
        }
        var comparison = record.at("/comparisons/0");
        assertThat(comparison.at("/variant").asText()).isEqualTo("b");
        assertThat(comparison.at("/ratio").asDouble()).isGreaterThan(1.2);
        var recomputed = Ran.bash(folder, "python3 " + recompute() + " " + theOnlyResult());
        assertThat(recomputed.code()).as(recomputed.out() + recomputed.err()).isZero();
        assertThat(Files.readString(theOnlyResult().resolve("report.md"))).contains("n1", "n4");
    }

    private static String recompute() {
        return java.nio.file.Path.of("../examples/command/recompute.py")
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    @Test
    void runsOnTheNodesThatAreChosenByPatternAndLabel() throws Exception {
        var chosen = run("-l", "n[2-3]", "--", "sh", "-c", "echo $SSH_CONNECTION");
        assertThat(chosen.code()).as(chosen.err()).isZero();
        assertThat(record(theOnlyResult()).at("/trials/0/shares")).hasSize(2);
        var file = Files.writeString(
                folder.resolve("on.yaml"), "workload: {kind: command, run: [true], on: no-such-label}\n");
        var nowhere = run(file.toString());
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("none of the chosen nodes is on 'no-such-label', where the command runs");
    }

    @Test
    void failsTheTrialOfANodeThatIsLost() throws Exception {
        var cleaned = folder.resolve("cleaned-up");
        var log = folder.resolve("lost.log");
        var process = start(
                log,
                "-q",
                "--repeat",
                "1000",
                "--cleanup",
                "sh -c 'echo x >>" + cleaned + "'",
                "--",
                "sh",
                "-c",
                "echo >>" + folder.resolve("begun") + "; exec sleep 30.31");
        eventually(() -> lines("begun") == 4);
        // Its session ends as when a node is restarted: the program that serves it is gone.
        var killed = Ran.bash(
                folder,
                "for p in $(pgrep -f '[v]olta-launcher[^ ]*jar'); do" + " grep -q " + folder.resolve("n3")
                        + "/ /proc/$p/cmdline && kill -KILL $p; done; true");
        assertThat(killed.code()).isZero();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(1);
        assertThat(record(theOnlyResult()).at("/verdict/reason").asText()).startsWith("trial 1: n3 was lost: ");
        eventually(() -> lines("cleaned-up") == 3);
        Ran.bash(folder, "pkill -f '^sleep 30[.]31$'");
    }

    private static long lines(String file) throws Exception {
        var path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path).size() : 0;
    }

    @Test
    void hasTheFleetForItself() throws Exception {
        var log = folder.resolve("first.log");
        var process = start(log, "-q", "--", "sh", "-c", "echo >>" + folder.resolve("first") + "; sleep 5");
        eventually(() -> lines("first") == 4);
        var second = run("--", "true");
        assertThat(second.code()).as(second.err()).isEqualTo(75);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    @Test
    void printsWhatItWouldDo() throws Exception {
        Ran.bash(folder, "rm -f " + folder + "/n*/opt/*/volta-launcher*");
        var ran = run("--dry-run", "--", "touch", folder.resolve("touched").toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(List.of(ran.out().split("\n", -1))).allMatch(line -> line.isEmpty() || line.contains("push"));
        assertThat(folder.resolve("touched")).doesNotExist();
        assertThat(out).isEmptyDirectory();
    }
}
