package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files on their way to nodes and back. */
@Timeout(180)
class TransferIT extends OnTestFleet {
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
        Files.createSymbolicLink(Path.of(there, "sub/link"), Path.of("a b"));
        assertThat(fleet.volta("pull", "-l", "n1", there, back.toString()).err())
                .isEqualTo("volta: n1: left out, not a regular file: sub/link\n");
        assertThat(fleet.volta("pull", "-l", "n3", there + "/run.sh", back.toString())
                        .code())
                .isZero();
        assertThat(back.resolve("n3/run.sh")).hasContent("#!/bin/sh\n");
    }

    @Test
    void namesArriveAsTheBytesThatTheyAre() throws Exception {
        var make = """
                mkdir -p odd/sub odd/$(printf 'd\\351r') && cd odd || exit 1
                n=0
                for name in 'caf\\351' 'caf\\350' 'd\\351r/caf\\351' '-rf' 'back\\\\slash' 'line\\nfeed' 'return\\r' ' ' 'gr\\303\\266'; do
                    n=$((n + 1))
                    echo content $n >"./$(printf -- "$name")"
                done
                echo long >"sub/$(printf %0255d 0)"
                echo longer >"sub/$(printf '\\377%.0s' $(seq 212))"
                head -c 300000 /dev/urandom >"$(printf 'large\\200')"
                """;
        assertThat(Ran.bash(folder, make).code()).isZero();
        var there = folder.resolve("odd-there");
        for (var told : List.of("n1: 12 sent\n", "n1: 0 sent, 12 already there\n")) {
            var pushed = fleet.volta("push", "-l", "n1", folder.resolve("odd").toString(), there.toString());
            assertThat(pushed.err()).isEmpty();
            assertThat(pushed.out()).isEqualTo(told);
        }
        assertThat(Ran.bash(folder, "diff -r odd odd-there").out()).isEmpty();
        var pulled = fleet.volta(
                "pull", "-l", "n1", there.toString(), folder.resolve("odd-back").toString());
        assertThat(pulled.err()).isEmpty();
        assertThat(Ran.bash(folder, "diff -r odd odd-back/n1/odd-there").out()).isEmpty();
    }

    @Test
    void namesOnTheCommandLineAreBytesToo() throws Exception {
        Files.writeString(folder.resolve("bytes-sent"), "content");
        var line = fleet.program("", "volta.yaml", "push", "-l", "n1", folder + "/bytes-sent", folder + "/NAME")
                .replace("NAME'", "caf'$'\\351'");
        assertThat(Ran.bash(folder, line).out()).isEqualTo("n1: 1 sent\n");
        assertThat(Ran.bash(folder, "cat caf$'\\351'").out()).isEqualTo("content");
        var listed = fleet.program("", "volta.yaml", "exec", "-l", "n1", "--", "cat", folder + "/NAME")
                .replace("NAME'", "caf'$'\\351'");
        assertThat(Ran.bash(folder, listed).out()).isEqualTo("n1: content\n");
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
    void pushesWhatComesOutOfAPipe() throws Exception {
        var there = folder.resolve("from-a-pipe");
        var push = TestFleet.program("") + " "
                + String.join(
                        " ", fleet.arguments("volta.yaml", "push", "-l", "n1", "<(printf piped)", there.toString()));
        var ran = Ran.bash(folder, push);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(there).hasContent("piped");
        var unnamed = Ran.bash(folder, push + "/");
        assertThat(unnamed.code()).isEqualTo(1);
        assertThat(unnamed.err())
                .containsPattern("/dev/fd/\\d+ is a pipe and has no name of its own; name the target without a slash");
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
        assertThat(relative.err()).contains("must be absolute");
    }

    @Test
    void tellsFullDisks() {
        var ran = fleet.volta("push", "-l", "n1", fleet.key().toString(), "/dev/full/x");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("volta: n1: failed: ");
    }
}
