package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What another user could have written decides nothing, and what is no file is said to be none; before a node is asked. */
@Timeout(60)
class ForeignFilesTest {
    @TempDir
    private Path folder;

    private Path state;
    private Path description;

    @BeforeEach
    void describe() throws IOException {
        mode(folder, "rwxr-xr-x");
        state = Files.createDirectory(folder.resolve(".volta"));
        mode(state, "rwxr-xr-x");
        description = Files.writeString(
                folder.resolve("volta.yaml"), "nodes: [{name: n1, address: 127.0.0.1, port: 1, user: nobody}]\n");
        mode(description, "rw-r--r--");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Ran volta(String command, String... more) {
        var words = new ArrayList<>(List.of(command, "-f", description.toString()));
        words.addAll(List.of("--ssh-config", folder.resolve("none").toString(), "--no-keep"));
        words.addAll(List.of(more));
        return Ran.volta(words.toArray(String[]::new));
    }

    private void refuses(Ran ran, String... parts) {
        assertThat(ran.err()).contains(parts);
        assertThat(ran.code()).isEqualTo(78);
    }

    @Test
    void pinsThatOthersCanWriteAreNotBelieved() throws IOException {
        var pins = Files.writeString(state.resolve("known_hosts"), "");
        mode(pins, "rw-rw-rw-");
        refuses(volta("exec", "true"), pins + " is not used: it can be changed by others, mode 0666; ", "chmod go-w");
        refuses(volta("trust"), pins + " is not used: it can be changed by others, mode 0666; ");
        mode(pins, "rw-r--r--");
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to somebody else");
        Files.setAttribute(pins, "unix:uid", 12_345);
        refuses(volta("exec", "true"), pins + " is not used: it belongs to uid 12345, mode 0644; ");
    }

    @Test
    void pinsAreAFileThatIsThere() throws IOException {
        var missing = folder.resolve("missing");
        refuses(
                volta("exec", "--known-hosts", missing.toString(), "true"),
                "--known-hosts: there is no file " + missing + "; check the path, or create it with volta trust");
        var pins = Files.createDirectory(state.resolve("known_hosts"));
        refuses(volta("exec", "true"), pins + " is not used: it is a folder; move it away");
        refuses(volta("trust"), pins + " is not used: it is a folder; move it away");
    }

    @Test
    void aDescriptionThatOthersCanWriteIsNotRead() throws IOException {
        mode(description, "rw-r--rw-");
        refuses(
                volta("exec", "true"),
                description
                        + ":1:1: the file is not used: it can be changed by others, mode 0646; if nobody has changed it,"
                        + " make it yours: chown \"$(id -u)\", chmod go-w");
        mode(description, "rw-r--r--");
        var ports = Files.writeString(folder.resolve("ports.conf"), "1\n");
        mode(ports, "rw-rw-rw-");
        refuses(volta("exec", "true"), ports + ":1:1: the file is not used: ");
    }

    @Test
    void theDescriptionOfAFolderOfAnotherUserIsReadAndThatIsTold() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to somebody else");
        Files.setAttribute(description, "unix:uid", 12_345);
        refuses(volta("exec", "--dry-run", "true"), "it belongs to uid 12345, mode 0644");
        Files.setAttribute(folder, "unix:uid", 12_345);
        var ran = volta("exec", "--dry-run", "true");
        assertThat(ran.code()).isZero();
        assertThat(ran.err())
                .isEqualTo("volta: warning: " + description
                        + " belongs, as its folder does, to uid 12345; a user who can write it can run programs as"
                        + " you\n");
    }

    @Test
    void stateIsAFolder() throws IOException {
        Files.delete(state);
        Files.writeString(state, "");
        refuses(volta("exec", "true"), state + " is not a folder of yours alone: it is a regular file; move it away");
        refuses(volta("trust"), state + " is not a folder of yours alone: it is a regular file; move it away");
    }

    @Test
    void theAuditLogIsARegularFileAndNothingIsDoneWithoutIt() throws Exception {
        var log = state.resolve("audit.jsonl");
        var victim = Files.writeString(folder.resolve("victim"), "mine\n");
        Files.createSymbolicLink(log, victim);
        refuses(volta("exec", "true"), log + " is a symbolic link and no regular file; move it away");
        assertThat(victim).hasContent("mine\n");
        Files.delete(log);
        assertThat(new ProcessBuilder("mkfifo", log.toString()).start().waitFor())
                .isZero();
        refuses(volta("exec", "true"), log + " is a FIFO and no regular file; move it away");
    }

    @Test
    void anEmptyWordIsNoCommand() {
        var ran = volta("exec", "--", "");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("the command is an empty word; name a program after --");
    }
}
