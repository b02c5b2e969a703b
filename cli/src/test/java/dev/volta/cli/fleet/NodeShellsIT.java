package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes on which something else than a POSIX shell comes first, or instead, beside one that is as it should be. */
@Timeout(300)
class NodeShellsIT {
    @TempDir
    static Path folder;

    /** One that the login shell starts, as is usual. */
    private static final String SFTP = "Subsystem sftp /usr/lib/openssh/sftp-server";

    private static final Map<String, OpenSshd> NODES = new LinkedHashMap<>();
    private static Path key = Path.of("");

    /** A forced command runs in the login shell of the tests' user, and so stands for a login shell of another kind. */
    private static String instead(String program) {
        return "ForceCommand " + program;
    }

    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        key = OpenSshd.makeKey(folder.resolve("client"), "");
        start("plain");
        start("forced", instead("echo forced"));
        start("repeating", instead("echo \"$SSH_ORIGINAL_COMMAND\""));
        start("silent", instead("true"));
        start("fish", instead("fish -c \"$SSH_ORIGINAL_COMMAND\""));
        start("tcsh", instead("tcsh -c \"$SSH_ORIGINAL_COMMAND\""));
        start("busybox", instead("busybox sh -c \"$SSH_ORIGINAL_COMMAND\""), SFTP);
        start("zsh", instead("zsh -c \"$SSH_ORIGINAL_COMMAND\""), SFTP);
        start("hiding", instead("sh -c \"$SSH_ORIGINAL_COMMAND\"; true"));
        start("logging", instead("sh -c \"$SSH_ORIGINAL_COMMAND\" | tee -a /dev/null"));
        start("noisy", SFTP);
        Files.writeString(
                Objects.requireNonNull(NODES.get("noisy")).folder().resolve(".bashrc"),
                "echo WELCOME TO THE MACHINE\nprintf 'no line feed '\necho mind the gap >&2\ntrap 'echo BYE' EXIT\n");
        start("noisy2", SFTP);
        Files.writeString(
                Objects.requireNonNull(NODES.get("noisy2")).folder().resolve(".bashrc"),
                "printf '0\\n1 2 3\\n@@ kernel\\nheld\\n'\n");
        var lines = new ArrayList<String>();
        NODES.forEach((name, sshd) -> lines.add("  - {name: " + name + ", address: 127.0.0.1, port: " + sshd.port()
                + ", user: " + System.getProperty("user.name") + "}"));
        Files.writeString(folder.resolve("volta.yaml"), "nodes:\n" + String.join("\n", lines) + "\n");
        var trusted = volta("trust", "--yes");
        assertThat(trusted.code()).as(trusted.err()).isZero();
    }

    private static void start(String name, String... options) throws IOException, InterruptedException {
        NODES.put(name, OpenSshd.start(folder.resolve(name), key, options));
    }

    @AfterAll
    static void stopNodes() {
        NODES.values().forEach(OpenSshd::close);
    }

    private static Ran volta(String command, String... arguments) {
        var all = new ArrayList<>(
                List.of(command, "-f", folder.resolve("volta.yaml").toString()));
        all.addAll(List.of("--ssh-config", folder.resolve("no-ssh-config").toString()));
        all.addAll(List.of("--identity", key.toString()));
        all.addAll(List.of(arguments));
        return Ran.volta(all.toArray(String[]::new));
    }

    private static Path tree(String name) throws IOException {
        var tree = Files.createDirectories(folder.resolve("tree-" + name));
        for (var i = 0; i < 6; i++) {
            Files.writeString(tree.resolve("file" + i), "content " + i);
        }
        return tree;
    }

    private static void assumeShell(String name) throws Exception {
        if (List.of("fish", "tcsh", "zsh", "busybox").contains(name)) {
            assumeTrue(Ran.bash(folder, "command -v " + name).code() == 0, name + " is not installed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forced", "repeating", "silent", "fish", "tcsh"})
    void nothingIsSaidToBeDoneWhereNothingRan(String name) throws Exception {
        assumeShell(name);
        var tree = tree(name);
        var there = folder.resolve("there-" + name);
        for (var nodes : List.of(name, name + ",plain")) {
            var pushed = volta("push", "-l", nodes, tree.toString(), there.toString());
            assertThat(pushed.code()).as(pushed.out()).isEqualTo(1);
            assertThat(pushed.out()).doesNotContain(name + ":");
            assertThat(pushed.err())
                    .contains("volta: " + name + ": failed: ", "no POSIX shell ran 'look which files are there'");
            if (nodes.equals(name)) {
                assertThat(there).doesNotExist();
            }
        }
        assertThat(there.resolve("file5")).hasContent("content 5");
        for (var command : List.of(
                List.of("true"),
                List.of("--timeout", "60s", "--", "false"),
                List.of("--timeout", "60s", "--", "true"),
                List.of("-g", "--", "true"),
                List.of("--sudo", "--", "true"))) {
            var words = new ArrayList<>(List.of("-l", name));
            words.addAll(command);
            var ran = volta("exec", words.toArray(String[]::new));
            assertThat(ran.code()).as(ran.err()).isEqualTo(1);
            assertThat(ran.err()).contains("no POSIX shell ran '");
            assertThat(ran.out()).isEmpty();
        }
        for (var ran : List.of(
                volta(
                        "push",
                        "-l",
                        name,
                        key.toString(),
                        folder.resolve("never").toString()),
                volta(
                        "pull",
                        "-l",
                        name,
                        key.toString(),
                        folder.resolve("never").toString()),
                volta("facts", "-l", name),
                volta("drop-caches", "-l", name, "--prove", key.toString()))) {
            assertThat(ran.code()).as(ran.out()).isEqualTo(1);
            assertThat(ran.err()).contains("no POSIX shell ran '");
        }
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void saysWhatCameInstead() {
        assertThat(volta("exec", "-l", "forced", "true").err())
                .contains(
                        "no POSIX shell ran 'env VOLTA_RUN=",
                        " true': 'forced' came instead (exit status 0); check for another login shell (fish, csh,"
                                + " nologin), for ForceCommand");
        assertThat(volta("exec", "-l", "silent", "true").err()).contains("nothing came (exit status 0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hiding", "logging"})
    void aStatusThatIsHiddenIsFoundOut(String name) throws Exception {
        var tree = tree(name);
        var blocked = Files.writeString(folder.resolve("blocked-" + name), "a file where the folder should be");
        var ran = volta("push", "-l", name + ",plain", tree.toString(), blocked.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("volta: " + name + ": failed: cannot write below " + blocked);
        assertThat(volta("pull", "-l", name, "/no/such/file", folder.toString()).err())
                .contains("volta: " + name + ": failed: /no/such/file: no such file or folder");
        var there = folder.resolve("there-" + name);
        var sent = volta("push", "-l", name, tree.toString(), there.toString());
        assertThat(sent.out()).as(sent.err()).isEqualTo(name + ": 6 sent\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noisy", "noisy2", "busybox", "zsh"})
    void whatALoginShellPrintsIsPassedOver(String name) throws Exception {
        assumeShell(name);
        var tree = tree(name);
        Files.write(tree.resolve("large"), new byte[400_000]);
        var there = folder.resolve("there-" + name);
        var pushed = volta("push", "-l", name + ",plain", tree.toString(), there.toString());
        assertThat(pushed.code()).as(pushed.err()).isZero();
        assertThat(volta("push", "-l", name + ",plain", tree.toString(), there.toString())
                        .out())
                .isEqualTo("plain," + name + ": 0 sent, 7 already there\n");
        assertThat(Ran.bash(folder, "diff -r " + tree + " " + there).out()).isEmpty();
        var pulled = volta(
                "pull", "-l", name, there.toString(), folder.resolve("back").toString());
        assertThat(pulled.out()).startsWith(name + ": 7 files in ");
        for (var limit : List.of("--", "--timeout=60s")) {
            var ran = volta("exec", "-l", name, limit, "sh", "-c", "printf hello; echo problem >&2; exit 3");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).startsWith(name + ": hello");
            assertThat(ran.out()).doesNotContain("WELCOME");
            assertThat(ran.err()).startsWith(name + ": problem\nvolta: " + name + ": exit status 3\n");
        }
        var facts = volta("facts", "-l", name + ",plain");
        assertThat(facts.code()).as(facts.err()).isZero();
        assertThat(facts.out()).contains(name, "plain").doesNotContain("unavailable: ");
    }
}
