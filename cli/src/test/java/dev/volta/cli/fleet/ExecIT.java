package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are run on nodes: what they do when all is well, and with what is wrong in a command. */
@Timeout(180)
class ExecIT extends OnTestFleet {
    @BeforeEach
    void forgetFailures() throws IOException {
        Files.deleteIfExists(folder.resolve(".volta/failed"));
    }

    @Test
    void runsACommandOnAllNodesWithTheirNamesBeforeEachLine() {
        var ran = fleet.volta("exec", "echo", "two  words", "$HOME");
        assertThat(ran.out().lines().sorted())
                .containsExactly(
                        "n1: two  words $HOME", "n2: two  words $HOME", "n3: two  words $HOME", "n4: two  words $HOME");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    /** With such a thread the end of a process takes 0.3 s longer. */
    @Test
    void leavesNoThreadToPollSockets() throws Exception {
        var ran = Ran.bash(
                folder,
                fleet.program("-Xlog:class+load:file=classes.log", "volta.yaml", "exec", "-l", "n1", "--", "true"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(folder.resolve("classes.log")))
                .contains(" dev.volta.ssh.JschConnector ")
                .doesNotContain(" sun.nio.ch.Poller ");
    }

    @Test
    void runsOneWordWithBlanksAsALineOfTheShell() {
        var ran = fleet.volta("exec", "-l", "n1", "--", "echo a | tr a b; exit 3");
        assertThat(ran.out()).isEqualTo("n1: b\n");
        assertThat(ran.err()).isEqualTo("volta: n1: exit status 3\nvolta: 0 of 1 nodes done, not n1\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void leavesTheOptionsOfTheCommandAlone() {
        assertThat(fleet.volta("exec", "-l", "n1", "printf", "-l%s\n", "-g").out())
                .isEqualTo("n1: -l-g\n");
    }

    @Test
    void choosesNodesByPattern() {
        assertThat(fleet.volta("exec", "-l", "@worker&n[1-3]", "-g", "echo", "hi")
                        .out())
                .isEqualTo("---------------\nn[2-3] (2)\n---------------\nhi\n");
    }

    @Test
    void foldsWhatIsIdentical() {
        var ran = fleet.volta(
                "exec", "-g", "case $SSH_CONNECTION in *" + fleet.port(2) + ") echo odd; exit 4;; *) echo even;; esac");
        assertThat(ran.out()).isEqualTo("""
                ---------------
                n[1,3-4] (3)
                ---------------
                even
                ---------------
                n2
                ---------------
                odd
                """);
        assertThat(ran.err()).isEqualTo("volta: n2: exit status 4\nvolta: 3 of 4 nodes done, not n2\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void writesJson() throws IOException {
        var ran = fleet.volta("exec", "--output", "json", "-l", "n[1-2]", "printf 'a\\377'; echo b >&2; exit 5");
        var json = new ObjectMapper().readTree(ran.out());
        assertThat(json.get("command").toString()).startsWith("[\"sh\",\"-c\"");
        assertThat(json.get("nodes")).hasSize(2);
        for (var node : json.get("nodes")) {
            assertThat(node.get("ok").asBoolean()).isFalse();
            assertThat(node.get("exit").asInt()).isEqualTo(5);
            assertThat(node.get("stdoutBase64").binaryValue()).containsExactly('a', 0xff);
            assertThat(node.get("stderr").asText()).isEqualTo("b\n");
        }
        assertThat(ran.err()).contains("volta: n[1-2]: exit status 5");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void passesBinaryOutput() {
        var ran = fleet.volta("exec", "-l", "n1", "printf '\\000\\377\\033\\n\\r\\200'");
        assertThat(ran.out()).isEqualTo("n1: \0\u00ff\u001b\nn1: \r\u0080\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-keep", "--keep"})
    void givesItsStandardInputToEveryNode(String keep) throws Exception {
        var bytes = new byte[5_000_000];
        new Random(11).nextBytes(bytes);
        var random = Files.write(folder.resolve("random"), bytes);
        var runtime = Files.createDirectories(folder.resolve("r"));
        var environment = "cd " + folder + "; export XDG_RUNTIME_DIR=" + runtime + "; ";
        try {
            var ran = Ran.bash(
                    folder,
                    environment + fleet.program("", "volta.yaml", "exec", keep, "--stdin", "-g", "sha256sum") + " < "
                            + random);
            var sum = Ran.bash(folder, "sha256sum < " + random).out();
            assertThat(ran.out()).as(ran.err()).isEqualTo("---------------\nn[1-4] (4)\n---------------\n" + sum);
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
        } finally {
            var _ = Ran.bash(folder, environment + TestFleet.program("") + " keeper stop -f " + folder + "/volta.yaml");
        }
    }

    @Test
    void leavesStandardInputAloneWhereItIsNotAskedFor() throws Exception {
        var script = "printf '1\\n2\\n' | while read -r line; do "
                + fleet.program("", "volta.yaml", "exec", "-l", "n1", "--", "cat; echo $line")
                        .replace("'cat; echo $line'", "\"cat; echo $line\"")
                + "; done";
        assertThat(Ran.bash(folder, script).out()).isEqualTo("n1: 1\nn1: 2\n");
    }

    @Test
    void inputThatBreaksOffIsNotTakenForAllOfIt() throws Exception {
        var started = folder.resolve("started");
        var mark = folder.resolve("taken-for-all");
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                for (var left = 600; !Files.exists(started) && left > 0; left--) {
                    LockSupport.parkNanos(100_000_000);
                }
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        var stdin = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), broken);
        var ran = Ran.volta(
                stdin,
                fleet.arguments(
                        "volta.yaml",
                        "exec",
                        "-l",
                        "n1",
                        "--stdin",
                        "touch " + started + "; cat > /dev/null; touch " + mark));
        assertThat(ran.err()).isEqualTo("volta: the input cannot be read: the disk is gone\n");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(mark).doesNotExist();
    }

    @Test
    void aCommandThatReadsNothingDoesNotWaitForTheEndOfItsInput() throws Exception {
        var ran = Ran.bash(
                folder,
                "sleep 4712 | (" + fleet.program("", "volta.yaml", "exec", "--stdin", "echo", "done")
                        + "; pkill -P $$ -x sleep)");
        assertThat(ran.out().lines().sorted()).containsExactly("n1: done", "n2: done", "n3: done", "n4: done");
    }

    @Test
    void resumesOnTheNodesThatFailed() throws IOException {
        var mark = folder.resolve("repaired");
        var line = "case $SSH_CONNECTION in *" + fleet.port(3) + ") test -e " + mark + ";; esac && echo done";
        assertThat(fleet.volta("exec", line).code()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve(".volta/failed")))
                .startsWith("# not done: sh -c ")
                .endsWith("\nn3\n# end\n");
        Files.createFile(mark);
        var resumed = fleet.volta("exec", "--resume", line);
        assertThat(resumed.out()).isEqualTo("n3: done\n");
        assertThat(resumed.code()).isZero();
        var again = fleet.volta("exec", "--resume", line);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("the last command succeeded everywhere");
    }

    @Test
    void stopsStartingNodesAfterTooManyFailures() throws IOException {
        var ran = fleet.volta("exec", "--fanout", "1", "--max-fail", "2", "false");
        assertThat(ran.err()).isEqualTo("""
                        volta: n1: exit status 1
                        volta: n2: exit status 1
                        volta: n[3-4]: not started
                        volta: 0 of 4 nodes done, not n[1-4]
                        """);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve(".volta/failed"))).contains("n1", "n2", "n3", "n4");
    }

    @Test
    void oneOfTwentyNodesFails() throws IOException {
        var nodes = new ArrayList<String>();
        for (var i = 0; i < 20; i++) {
            var address = "127.0.0." + (i / 4 + 1);
            nodes.add(fleet.line("vm" + (i + 1), address, fleet.port(i % 4 + 1)));
        }
        fleet.describe("twenty.yaml", nodes);
        assertThat(fleet.on("twenty.yaml", "trust", "--yes").code()).isZero();
        var line = "case $SSH_CONNECTION in *'127.0.0.3 " + fleet.port(3) + "') exit 7;; esac; echo fine";
        var ran = fleet.on("twenty.yaml", "exec", "-g", line);
        assertThat(ran.out()).as(ran.err()).isEqualTo("---------------\nvm[1-10,12-20] (19)\n---------------\nfine\n");
        assertThat(ran.err()).isEqualTo("volta: vm11: exit status 7\nvolta: 19 of 20 nodes done, not vm11\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void aPatternThatMatchesNothingIsAnErrorOfUsage() {
        for (var pattern : List.of("n9", "@gpu", "n1&n2", "n[1-")) {
            var ran = fleet.volta("exec", "-l", pattern, "true");
            assertThat(ran.code()).as(pattern).isEqualTo(2);
            assertThat(ran.err()).startsWith("volta: ").hasLineCount(1);
        }
        assertThat(fleet.volta("exec", "-l", "n1&n2", "true").err())
                .isEqualTo("volta: 'n1&n2' chooses no node; 'volta nodes' lists the 4 nodes\n");
    }

    @Test
    void endsACommandThatNeverEnds() {
        var ran = fleet.volta("exec", "-l", "n1", "--timeout", "1s", "echo begun; sleep 4711 & sleep 4711");
        assertThat(ran.out()).isEqualTo("n1: begun\n");
        assertThat(ran.err()).startsWith("volta: n1: timed out after 1.0 s\n");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(running("sleep 4711")).isFalse();
    }

    @Test
    void changesNothingWithDryRun() {
        var audit = folder.resolve("dry/.volta/audit.jsonl");
        var ran = fleet.volta("exec", "--dry-run", "-l", "n[2-4]", "rm", "-rf", "/a b");
        assertThat(ran.out()).isEqualTo("n[2-4]: rm -rf '/a b'\n");
        assertThat(ran.code()).isZero();
        assertThat(audit).doesNotExist();
    }
}
