package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.ProcessUser;
import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunsTest {
    @TempDir
    private Path folder;

    private Path base;
    private LocalRuns runs;

    @BeforeEach
    void makeRuns() {
        base = folder.resolve("base");
        runs = new LocalRuns(new RuntimeFolder(base, List.of()));
    }

    /** {@code main BASE ID STATE}: a run that makes its folders and lasts until it is killed. */
    public static void main(String[] arguments) throws Exception {
        var claim = new LocalRuns(new RuntimeFolder(Path.of(arguments[0]), List.of())).claim(arguments[1]);
        claim.makeState(Path.of(arguments[2]));
        Files.createFile(claim.folder().resolve("socket"));
        Files.createFile(Path.of(arguments[2]).resolve("journal"));
        System.out.println("runs");
        TimeUnit.HOURS.sleep(1);
    }

    private Process run(String id, Path state, String... prefix) throws IOException {
        var argv = new ArrayList<>(List.of(prefix));
        argv.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LocalRunsTest.class.getName(),
                base.toString(),
                id,
                state.toString()));
        var builder = new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C.UTF-8");
        var process = builder.start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("runs");
        return process;
    }

    @Test
    void leavesNothingInTheEnd() throws Exception {
        var state = folder.resolve("state");
        try (var claim = runs.claim("a1")) {
            claim.makeState(state);
            Files.createFile(claim.folder().resolve("socket"));
            Files.createFile(state.resolve("journal"));
            runs.sweep();
            assertThat(claim.folder().resolve("socket")).exists();
            assertThat(state.resolve("journal")).exists();
            assertThat(KernelLock.isHeld(runs.lock("a1"))).isTrue();
        }
        assertThat(base).isEmptyDirectory();
        assertThat(state).doesNotExist();
    }

    @Test
    void removesWhatAKilledRunHasLeftAlsoBelowAFolderWithANewlineInItsName() throws Exception {
        var precious = Files.createDirectory(folder.resolve("proj"));
        Files.createFile(precious.resolve("file"));
        var results = Files.createDirectory(folder.resolve("proj\nx 100%\u00f1"));
        var state = results.resolve(".state");
        var killed = run("a1", state);
        runs.sweep();
        assertThat(state.resolve("journal")).exists();
        assertThat(base.resolve("a1/socket")).exists();
        killed.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        runs.sweep();
        assertThat(base).isEmptyDirectory();
        assertThat(results).isEmptyDirectory();
        assertThat(precious.resolve("file")).exists();
    }

    @Test
    void aRunInAnotherPidNamespaceIsAlive() throws Exception {
        var unshare = new ProcessBuilder("unshare", "--pid", "--fork", "--kill-child", "true").start();
        assumeTrue(unshare.waitFor() == 0, "skipped: PID namespaces cannot be made here");
        var state = folder.resolve("state");
        var other = run("a1", state, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
        try {
            runs.sweep();
            assertThat(state.resolve("journal")).exists();
            assertThat(base.resolve("a1/socket")).exists();
        } finally {
            other.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void removesNothingOnTheWordOfAFile() throws IOException {
        var precious = Files.createDirectory(folder.resolve("precious"));
        Files.createFile(precious.resolve("file"));
        var mark = "0".repeat(32);
        var words = List.of(
                "999999 1\n" + precious + "\n",
                "volta run state 1\n" + mark + "\n" + precious.toUri() + "\n",
                "volta run state 1\n\n" + precious.toUri() + "\n");
        PrivateFolder.ensure(base);
        for (var word : words) {
            for (var name : List.of("owner", "state")) {
                var run = Files.createDirectories(base.resolve("dead"));
                Files.writeString(run.resolve(name), word);
                Files.createFile(base.resolve("dead.run"));
                runs.sweep();
                assertThat(precious.resolve("file")).as(word).exists();
                assertThat(base).isEmptyDirectory();
            }
        }
    }

    @Test
    void removesNothingForAFileThatNamesNoRun() throws Exception {
        PrivateFolder.ensure(base);
        var sockets = Files.createFile(base.resolve("keeper.sock"));
        var beside = Files.createFile(folder.resolve("beside"));
        for (var name : List.of(".run", "..run", "...run", "-.run")) {
            Files.createFile(base.resolve(name));
        }
        runs.sweep();
        assertThat(sockets).exists();
        assertThat(beside).exists();
        assertThat(base.toFile().list()).hasSize(5);
        assertThatThrownBy(() -> runs.claim("..")).hasMessageContaining("no run can be called '..'");
    }

    @Test
    void removesNoFolderThatTookThePlaceOfAState() throws Exception {
        var state = folder.resolve("state");
        var killed = run("a1", state);
        killed.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        Files.move(state, folder.resolve("kept"));
        Files.createDirectory(state);
        Files.createFile(state.resolve("precious"));
        runs.sweep();
        assertThat(state.resolve("precious")).exists();
        assertThat(folder.resolve("kept/journal")).exists();
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void damagedFilesAreNoReasonToFail() throws Exception {
        PrivateFolder.ensure(base);
        for (var damage : List.of(
                "",
                "1",
                "\0\0\0\0",
                "volta run state 1",
                "volta run state 1\n0\nfile:x\n",
                "volta run state 1\n0\nhttp://x/y\n",
                "volta run state 1\n0\nfile:///%00\n",
                "volta run state 1\n0\n:\n")) {
            var run = Files.createDirectory(base.resolve("dead"));
            Files.writeString(run.resolve("owner"), damage);
            Files.writeString(run.resolve("state"), damage);
            Files.writeString(base.resolve("dead.run"), damage);
            runs.claim("alive").close();
            runs.sweep();
            assertThat(base).as(damage).isEmptyDirectory();
        }
        Files.createSymbolicLink(base.resolve("link.run"), folder.resolve("nowhere"));
        Files.createDirectory(base.resolve("folder.run"));
        runs.sweep();
        runs.sockets("doctor").close();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void leavesWhatIsNoRunAlone() throws IOException {
        PrivateFolder.ensure(base);
        var machines = Files.createDirectory(base.resolve("lab-1234.vms"));
        Files.createFile(machines.resolve("vm1.qmp"));
        runs.sweep();
        assertThat(machines.resolve("vm1.qmp")).exists();
    }

    @Test
    void refusesAFolderOfSomebodyElse() throws Exception {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a folder to somebody else");
        PrivateFolder.ensure(base);
        Files.createDirectory(base.resolve("dead"));
        Files.createFile(base.resolve("dead.run"));
        Files.setAttribute(base, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        runs.sweep();
        assertThat(base.resolve("dead")).exists();
        assertThatThrownBy(() -> runs.claim("a1"))
                .isInstanceOf(ForeignFolderException.class)
                .hasMessage(base + " is not a folder of yours alone: it belongs to uid 12345, mode 0700");
    }

    @Test
    void refusesAPathThatNoSocketCanHave() {
        var deep = new LocalRuns(new RuntimeFolder(folder.resolve("x".repeat(90)), List.of()));
        assertThatThrownBy(() -> deep.folder("a1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("XDG_RUNTIME_DIR");
    }
}
