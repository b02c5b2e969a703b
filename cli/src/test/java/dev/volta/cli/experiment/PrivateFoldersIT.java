package dev.volta.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose the folders are that runs on this machine use, with other users and namespaces of this machine. */
class PrivateFoldersIT {
    private static final Path LAUNCHER = Path.of("../volta").toAbsolutePath().normalize();
    /** Users without a name. */
    private static final int VICTIM = 54_321;

    private static final int ATTACKER = 54_322;

    private Path folder;
    private Path home;
    private Path runtime;

    /** The first start of a build trains its start-up cache, with a keeper that has a lock in the runtime folder. */
    @BeforeAll
    static void train() throws Exception {
        assertThat(Ran.bash(Path.of("/"), LAUNCHER + " --help").code()).isZero();
    }

    @BeforeEach
    void makeFolders() throws Exception {
        folder = Files.createTempDirectory("volta-private-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(folder.resolve("home"));
        runtime = Files.createDirectory(folder.resolve("runtime"));
        Files.createDirectory(home.resolve("tree"));
        Files.writeString(home.resolve("tree/x"), "x\n");
    }

    @AfterEach
    void removeFolders() throws Exception {
        Ran.bash(Path.of("/"), "rm -rf " + folder + " /tmp/volta-" + VICTIM + " /tmp/volta-" + ATTACKER);
    }

    private void asVictimsHome() throws Exception {
        assumeTrue(Ran.bash(folder, "[ $(id -u) = 0 ]").code() == 0, "skipped: only root can be other users");
        assumeTrue(
                victim("test -x " + LAUNCHER + " && test -r " + LAUNCHER.resolveSibling("cli/target/dist/volta.jar"))
                                .code()
                        == 0,
                "skipped: other users cannot enter this checkout");
        Ran.bash(folder, "chown -R " + VICTIM + ":" + VICTIM + " home runtime && chmod 700 runtime");
    }

    /** As a user without a name, in his home, without a runtime folder. */
    private Ran victim(String script) throws Exception {
        return as(VICTIM, script);
    }

    private Ran as(int uid, String script) throws Exception {
        var word = script.replace("'", "'\\''");
        return Ran.bash(
                home,
                "exec env -u XDG_RUNTIME_DIR -u TMPDIR HOME=%s setpriv --reuid %d --regid %d --clear-groups sh -c '%s'"
                        .formatted(home, uid, uid, word));
    }

    private static String experiment() {
        return LAUNCHER + " run-experiment -q --no-metrics --input tree";
    }

    @Test
    void removesNothingOnTheWordOfAFileThatSomebodyElseLeft() throws Exception {
        asVictimsHome();
        var precious = home.resolve("precious");
        assertThat(victim("mkdir precious && echo x >precious/file").code()).isZero();
        var trap = Path.of("/tmp/volta-" + VICTIM);
        assertThat(as(
                                ATTACKER,
                                "mkdir -p %s/aaaa && printf '999999 1\\n%s\\n' >%s/aaaa/owner && chmod 755 %s"
                                        .formatted(trap, precious, trap, trap))
                        .code())
                .isZero();
        var refused = victim(experiment());
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err())
                .contains(trap + " is not a folder of yours alone: it belongs to uid " + ATTACKER + ", mode 0755")
                .contains("set XDG_RUNTIME_DIR to a folder of yours");
        assertThat(precious.resolve("file")).exists();
        assertThat(home.resolve("results")).doesNotExist();
        var elsewhere = victim("TMPDIR=" + runtime + " " + experiment());
        assertThat(elsewhere.code()).as(elsewhere.err()).isZero();
        assertThat(elsewhere.err())
                .isEqualTo("volta: " + trap + " is not a folder of yours alone: it belongs to uid " + ATTACKER
                        + ", mode 0755; using " + runtime.resolve("volta-" + VICTIM) + " instead\n");
        assertThat(precious.resolve("file")).exists();
        assertThat(trap.resolve("aaaa/owner")).exists();
    }

    /** By his name, as versions before called it. */
    @Test
    void removesNothingOnTheWordOfAFileInTheFormerFolder() throws Exception {
        asVictimsHome();
        assumeTrue(Ran.bash(folder, "id games && [ ! -e /tmp/volta-games ]").code() == 0, "skipped: no user games");
        Ran.bash(folder, "chown -R games home && mkdir home/precious && chown games home/precious");
        var precious = home.resolve("precious");
        try {
            assertThat(as(
                                    ATTACKER,
                                    "mkdir -p /tmp/volta-games/aaaa && printf '999999 1\\n" + precious
                                            + "\\n' >/tmp/volta-games/aaaa/owner")
                            .code())
                    .isZero();
            var ran = Ran.bash(
                    home,
                    "exec env -u XDG_RUNTIME_DIR -u TMPDIR HOME=" + home
                            + " setpriv --reuid games --regid games --clear-groups " + experiment());
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(precious).exists();
        } finally {
            Ran.bash(folder, "rm -rf /tmp/volta-games");
        }
    }

    @Test
    void usersWithoutANameHaveFoldersOfTheirOwn() throws Exception {
        asVictimsHome();
        assertThat(victim(experiment()).code()).isZero();
        Ran.bash(folder, "chmod -R a+rX home && mkdir home/other && chown " + ATTACKER + " home/other");
        var other = as(ATTACKER, "cd other && " + LAUNCHER + " run-experiment -q --no-metrics --input ../tree");
        assertThat(other.code()).as(other.err()).isZero();
        assertThat(Files.getAttribute(Path.of("/tmp/volta-" + VICTIM), "unix:uid"))
                .isEqualTo(VICTIM);
        assertThat(Files.getAttribute(Path.of("/tmp/volta-" + ATTACKER), "unix:uid"))
                .isEqualTo(ATTACKER);
        assertThat(Path.of("/tmp/volta-?")).doesNotExist();
    }

    @Test
    void aRuntimeFolderOfSomebodyElseIsPassedOver() throws Exception {
        asVictimsHome();
        Files.setAttribute(runtime, "unix:uid", ATTACKER, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));
        var ran = victim("XDG_RUNTIME_DIR=" + runtime + " " + experiment());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains(runtime + "/volta is not a folder of yours alone: " + runtime + " above it belongs to uid "
                        + ATTACKER)
                .contains("using /tmp/volta-" + VICTIM + " instead");
        assertThat(runtime).isEmptyDirectory();
    }

    @Test
    void whatARunLeftThatWasKilledBelowAFolderWithANewlineIsRemovedAndNothingElse() throws Exception {
        var project = Files.createDirectory(folder.resolve("proj"));
        Files.writeString(project.resolve("precious"), "x");
        var odd = Files.createDirectory(folder.resolve("proj\nx"));
        Files.createDirectory(odd.resolve("tree"));
        Ran.bash(odd, "truncate -s 8G tree/1");
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        var killed = start(odd, LAUNCHER.toString(), "run-experiment", "-q", "--input", "tree");
        eventuallyRuns(odd);
        var services = killed.descendants().toList();
        assertThat(services).isNotEmpty();
        killed.destroyForcibly().waitFor();
        for (var service : services) {
            service.onExit().get(120, TimeUnit.SECONDS);
        }
        var next = Ran.bash(home, "XDG_RUNTIME_DIR=" + runtime + " " + experiment());
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(project.resolve("precious")).exists();
        assertThat(Ran.bash(odd, "find results -name .state").out()).isEmpty();
        assertThat(runtime.resolve("volta")).isEmptyDirectory();
    }

    @Test
    void aRunInAnotherPidNamespaceLeavesThisOneAlone() throws Exception {
        assumeTrue(
                Ran.bash(folder, "unshare --pid --fork --mount-proc true").code() == 0,
                "skipped: PID namespaces cannot be made here");
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        // What is started in the background of a shell ignores SIGINT, and so would the run.
        var outer = start(
                home,
                "env",
                "--default-signal=INT",
                LAUNCHER.toString(),
                "run-experiment",
                "-q",
                "--repeat",
                "100000",
                "--input",
                "tree");
        eventuallyRuns(home);
        var small = Files.createDirectory(folder.resolve("small"));
        Files.createDirectory(small.resolve("tree"));
        Files.writeString(small.resolve("tree/x"), "x");
        var inner = Ran.bash(
                small,
                "XDG_RUNTIME_DIR=" + runtime + " unshare --pid --fork --mount-proc --kill-child " + experiment());
        assertThat(inner.code()).as(inner.out() + inner.err()).isZero();
        assertThat(outer.isAlive()).isTrue();
        Ran.bash(home, "kill -INT " + outer.pid());
        assertThat(outer.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(outer.exitValue())
                .as(Files.readString(folder.resolve("err")))
                .isEqualTo(130);
        assertThat(runtime.resolve("volta")).isEmptyDirectory();
    }

    @Test
    void withoutAWritableFolderItSaysWhatToDoAndTmpdirHelps() throws Exception {
        var readOnly =
                "exec unshare --mount sh -c 'mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp && cd / && ";
        assumeTrue(Ran.bash(folder, readOnly + "true'").code() == 0, "skipped: only root can make /tmp read-only");
        var other = Files.createDirectories(
                Path.of("/dev/shm/volta-private-" + ProcessHandle.current().pid()));
        try {
            var command = "env -u XDG_RUNTIME_DIR %s " + LAUNCHER + " run-experiment -q --no-metrics --input " + home
                    + "/tree --out " + other + "'";
            var refused = Ran.bash(folder, readOnly + command.formatted("-u TMPDIR"));
            assertThat(refused.code()).isEqualTo(78);
            assertThat(refused.err())
                    .contains("/tmp/volta-", " cannot be written to", "set XDG_RUNTIME_DIR to a folder of yours");
            var ran = Ran.bash(folder, readOnly + command.formatted("TMPDIR=" + other));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.err()).isEmpty();
        } finally {
            Ran.bash(folder, "rm -rf " + other);
        }
    }

    @Test
    void damagedFilesInTheRuntimeFolderEndNoRun() throws Exception {
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        var base = Files.createDirectory(
                runtime.resolve("volta"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (var name : new String[] {"owner", "state"}) {
            for (var content : new String[] {"1", "", "\0\0\0"}) {
                var dead = Files.createDirectories(base.resolve("dead"));
                Files.writeString(dead.resolve(name), content);
                Files.writeString(base.resolve("dead.run"), content);
                var ran = Ran.bash(home, "XDG_RUNTIME_DIR=" + runtime + " " + experiment());
                assertThat(ran.code()).as(ran.err()).isZero();
                assertThat(ran.err()).isEmpty();
            }
        }
        assertThat(base).isEmptyDirectory();
    }

    private Process start(Path where, String... command) throws Exception {
        var builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        return builder.start();
    }

    /** Until it has its state folder and a worker has a file open. */
    private void eventuallyRuns(Path where) throws Exception {
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (Ran.bash(where, "ls results/*/.state/jobs/*/spec").code() != 0) {
            assertThat(System.nanoTime()).as("it runs within 120 s").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
