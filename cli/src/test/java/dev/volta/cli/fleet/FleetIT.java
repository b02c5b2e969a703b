package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on nodes, on four real sshd: what they do when all is well, and with what is wrong in a command. */
@Timeout(180)
class FleetIT {
    @TempDir
    private static Path folder;

    private static TestFleet fleet;

    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        fleet = TestFleet.start(folder);
        var trusted = fleet.volta("trust", "--yes");
        assertThat(trusted.code()).as(trusted.err()).isZero();
    }

    @AfterAll
    static void stopNodes() {
        if (fleet != null) {
            fleet.close();
        }
    }

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
                .endsWith("\nn3\n");
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
                .isEqualTo("volta: 'n1&n2' chooses none of the 4 nodes; 'volta nodes' lists them\n");
    }

    @Test
    void refusesANodesFileWithDuplicates() throws IOException {
        var hosts = Files.writeString(folder.resolve("hosts"), "alpha:2201\nbeta\nalpha:2201\n");
        var ran = fleet.volta("exec", "--nodes-file", hosts.toString(), "true");
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err()).contains("host alpha port 2201 is there twice", "hosts:1");
        fleet.describe("twice.yaml", List.of(fleet.line("n1", "127.0.0.1", 2201), fleet.line("n1", "127.0.0.1", 2201)));
        var twice = fleet.on("twice.yaml", "nodes");
        assertThat(twice.code()).isEqualTo(78);
        assertThat(twice.err()).contains("'n1' is there twice", "'127.0.0.1 port 2201' is there twice");
    }

    @Test
    void endsACommandThatNeverEnds() {
        var ran = fleet.volta("exec", "-l", "n1", "--timeout", "1s", "echo begun; sleep 4711 & sleep 4711");
        assertThat(ran.out()).isEqualTo("n1: begun\n");
        assertThat(ran.err()).startsWith("volta: n1: timed out after 1.0 s\n");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(running("sleep 4711")).isFalse();
    }

    static boolean running(String commandLine) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> line.endsWith(commandLine));
    }

    @Test
    void changesNothingWithDryRun() {
        var audit = folder.resolve("dry/.volta/audit.jsonl");
        var ran = fleet.volta("exec", "--dry-run", "-l", "n[2-4]", "rm", "-rf", "/a b");
        assertThat(ran.out()).isEqualTo("n[2-4]: rm -rf '/a b'\n");
        assertThat(ran.code()).isZero();
        assertThat(audit).doesNotExist();
    }

    @Test
    void pushesAndPullsFilesAndFolders() throws IOException {
        var tree = Files.createDirectories(folder.resolve("tree/sub"));
        Files.writeString(tree.resolve("a b"), "first");
        var script = Files.writeString(tree.resolveSibling("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        var there = folder.resolve("there").toString();
        var pushed = fleet.volta("push", "-l", "n1", folder.resolve("tree").toString(), there);
        assertThat(pushed.out()).isEqualTo("n1: 2 sent\n");
        assertThat(Path.of(there, "sub/a b")).hasContent("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(there, "run.sh"))))
                .isEqualTo("rwxr-x---");
        assertThat(fleet.volta("push", "-l", "n[1-2]", folder.resolve("tree").toString(), there)
                        .out())
                .isEqualTo("n[1-2]: 0 sent, 2 already there\n");
        var back = folder.resolve("back");
        var pulled = fleet.volta("pull", "-l", "n[1-2]", there, back.toString());
        assertThat(pulled.out()).isEqualTo("n1: 2 files in " + back + "/n1\nn2: 2 files in " + back + "/n2\n");
        assertThat(back.resolve("n2/there/sub/a b")).hasContent("first");
        assertThat(fleet.volta("pull", "-l", "n3", there + "/run.sh", back.toString())
                        .code())
                .isZero();
        assertThat(back.resolve("n3/run.sh")).hasContent("#!/bin/sh\n");
    }

    @Test
    void tellsOfTransfersInJson() throws IOException {
        var file = Files.write(folder.resolve("sixty"), new byte[60_000]);
        var there = folder.resolve("sixty-there").toString();
        assertThat(fleet.volta("push", "-l", "n1", file.toString(), there).code())
                .isZero();
        Files.delete(Path.of(there));
        fleet.describe(
                "one-dead.yaml",
                List.of(fleet.line("n1", "127.0.0.1", fleet.port(1)), fleet.line("dead", "127.0.0.1", 1)));
        var pushed = fleet.on("one-dead.yaml", "push", "--output", "json", file.toString(), there);
        assertThat(pushed.code()).isEqualTo(1);
        var nodes = new ObjectMapper().readTree(pushed.out()).get("nodes");
        assertThat(nodes.get(0).get("node").asText()).isEqualTo("n1");
        assertThat(nodes.get(0).get("ok").asBoolean()).isTrue();
        assertThat(nodes.get(0).get("state").asText()).isEqualTo("done");
        assertThat(nodes.get(0).get("bytes").asLong()).isEqualTo(60_000);
        assertThat(nodes.get(0).get("bytesThere").asLong()).isZero();
        assertThat(nodes.get(0).get("seconds").asDouble()).isPositive();
        assertThat(nodes.get(0).has("error")).isFalse();
        assertThat(nodes.get(1).get("ok").asBoolean()).isFalse();
        assertThat(nodes.get(1).get("bytes").asLong()).isZero();
        assertThat(nodes.get(1).get("error").asText()).startsWith("unreachable: ");
        var again = new ObjectMapper()
                .readTree(fleet.volta("push", "-l", "n2", "--output", "json", file.toString(), there)
                        .out())
                .get("nodes");
        assertThat(again.get(0).get("files").asInt()).isZero();
        assertThat(again.get(0).get("filesThere").asInt()).isEqualTo(1);
        assertThat(again.get(0).get("bytesThere").asLong()).isEqualTo(60_000);
        var pulled = fleet.volta(
                "pull",
                "-l",
                "n1",
                "--output",
                "json",
                there,
                folder.resolve("json").toString());
        assertThat(new ObjectMapper()
                        .readTree(pulled.out())
                        .get("nodes")
                        .get(0)
                        .get("bytes")
                        .asLong())
                .isEqualTo(60_000);
    }

    @Test
    void pullsNothingWithDryRun() {
        var ran = fleet.volta("pull", "-l", "n[1-2]", "--dry-run", "/etc/passwd", "/no/where");
        assertThat(ran.out())
                .isEqualTo("n1: /etc/passwd to /no/where/n1/passwd\nn2: /etc/passwd to /no/where/n2/passwd\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void showsProgressOnATerminalUnlessItIsToldNotTo() throws Exception {
        var file = Files.write(folder.resolve("large"), new byte[20_000_000]);
        for (var quiet : List.of("", " --quiet")) {
            var there = folder.resolve("large-there" + quiet.length());
            var push = TestFleet.program("") + " "
                    + String.join(
                            " ", fleet.arguments("volta.yaml", "push", "-l", "n1", file.toString(), there.toString()))
                    + quiet;
            var ran = Ran.bash(folder, "script -qec '" + push + "' /dev/null");
            assertThat(ran.out()).contains("n1: 1 sent");
            if (quiet.isEmpty()) {
                assertThat(ran.out()).containsPattern("push: .* 0 of 1 nodes, .*/s");
            } else {
                assertThat(ran.out()).isEqualTo("n1: 1 sent\r\n");
            }
        }
    }

    @Test
    void saysWhatIsWrongWithATransfer() {
        var missing = fleet.volta("pull", "-l", "n[1-2]", "/no/such/file", folder.toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("volta: n1: failed: /no/such/file: no such file or folder\n");
        assertThat(fleet.volta("push", "/no/such/file", "/tmp/x").err())
                .isEqualTo("volta: /no/such/file: no such file or folder\n");
        var relative = fleet.volta("push", fleet.key().toString(), "somewhere");
        assertThat(relative.code()).isEqualTo(2);
        assertThat(relative.err()).contains("is absolute");
    }

    @Test
    void tellsFullDisks() {
        var ran = fleet.volta("push", "-l", "n1", fleet.key().toString(), "/dev/full/x");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("volta: n1: failed: ");
    }

    @Test
    void tellsFacts() throws IOException {
        var ran = fleet.volta("facts", "-l", "n[1-2]", "--output", "json");
        assertThat(ran.code()).as(ran.err()).isZero();
        var nodes = new ObjectMapper().readTree(ran.out());
        assertThat(nodes).hasSize(2);
        var facts = nodes.get(0).get("facts");
        assertThat(nodes.get(0).get("node").asText()).isEqualTo("n1");
        assertThat(facts.get("host").get("logicalCpus").asInt()).isPositive();
        assertThat(facts.get("supervisor").asText()).isIn("systemd", "plain");
        assertThat(facts.get("freeBytes").get("/tmp").asLong()).isPositive();
        var clock = facts.get("clock");
        // Here both clocks are one: the truth is zero, and must lie within the uncertainty.
        assertThat(Math.abs(clock.get("offsetSeconds").asDouble()))
                .isLessThanOrEqualTo(clock.get("uncertaintySeconds").asDouble());
        assertThat(clock.get("uncertaintySeconds").asDouble()).isBetween(0.0, 5.0);
        var text = fleet.volta("facts", "-l", "n1").out();
        assertThat(text)
                .startsWith("n1\n  kernel     Linux ")
                .contains("  supervisor ", "  clock ", "(no difference seen)");
    }

    @Test
    void listsNodesWithTheLinesTheyComeFrom() throws IOException {
        var ran = fleet.volta("nodes", "-l", "n[1-2]");
        assertThat(ran.out()).isEqualTo("""
                NODE     ADDRESS          LABELS   FROM
                n1       127.0.0.1:%05d  head     %s:2
                n2       127.0.0.1:%05d  worker   %s:3
                """.formatted(
                        fleet.port(1), folder.resolve("volta.yaml"), fleet.port(2), folder.resolve("volta.yaml")));
        var json = new ObjectMapper()
                .readTree(fleet.volta("nodes", "--output", "json").out());
        assertThat(json).hasSize(4);
        assertThat(json.get(0).get("labels").get(0).asText()).isEqualTo("head");
    }

    @Test
    void opensASessionWithTheSystemsSsh() throws Exception {
        var ran = Ran.bash(folder, fleet.program("", "volta.yaml", "ssh", "n2", "echo there; exit 9"));
        assertThat(ran.out()).isEqualTo("there\n");
        assertThat(ran.code()).isEqualTo(9);
        var none = Ran.bash(
                folder,
                "java=1; PATH=/nothing "
                        + fleet.program("", "volta.yaml", "ssh", "n2").replace("setsid -w ", ""));
        assertThat(none.err()).isEqualTo("volta: there is no ssh on PATH; install the package openssh-client\n");
        assertThat(none.code()).isEqualTo(1);
        assertThat(fleet.volta("ssh", "n[1-2]").err()).contains("one node is wanted; 'n[1-2]' chooses n[1-2]");
    }

    @Test
    void writesEveryCommandToTheAuditLog() throws IOException {
        var log = folder.resolve(".volta/audit.jsonl");
        Files.deleteIfExists(log);
        fleet.volta("exec", "-l", "n[1-2]", "echo", "hello");
        var lines = Files.readAllLines(log);
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"action\":\"begin\"", "\"nodes\":[\"n1\",\"n2\"]");
        var json = new ObjectMapper().readTree(lines.get(1));
        assertThat(json.get("argv").get(0).asText()).isEqualTo("env");
        assertThat(json.get("argv").get(1).asText())
                .startsWith("VOLTA_RUN=" + json.get("run").asText());
        assertThat(json.get("argv").get(2).asText()).isEqualTo("echo");
        assertThat(json.get("exit").asInt()).isZero();
        assertThat(json.get("address").asText()).startsWith("127.0.0.1:");
    }

    @Test
    void doesNothingWithoutAnAuditLog() throws Exception {
        Files.createDirectories(folder.resolve("sealed/.volta/audit.jsonl"));
        Files.copy(folder.resolve("volta.yaml"), folder.resolve("sealed/volta.yaml"));
        var mark = folder.resolve("must-not-be");
        var ran = fleet.on("sealed/volta.yaml", "exec", "touch", mark.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("the audit log", "nothing is done on a node without it");
        assertThat(mark).doesNotExist();
    }
}
