package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the other shell scripts. */
class LauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void explainsWhichJdkItTakes() throws Exception {
        var said = Ran.bash(folder, "VOLTA_JAVA_HOME=/no/jdk JAVA_HOME= " + ROOT.resolve("volta") + " --which-jdk");
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .startsWith("VOLTA_JAVA_HOME (/no/jdk) is no JDK\nJAVA_HOME is not set\njava on PATH (")
                .endsWith(" is Java 25: chosen\n");
    }

    @Test
    void withoutAJdkItSaysInOneLineWhatToInstall() throws Exception {
        var launcher = Files.writeString(
                folder.resolve("volta"), Files.readString(ROOT.resolve("volta")).replace("/usr/lib/jvm", "/no/jvm"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        Ran.bash(folder, "mkdir bin && for p in sh readlink find; do ln -s $(command -v $p) bin; done");
        var said = Ran.bash(folder, "env -i PATH=" + folder.resolve("bin") + " ./volta --version");
        assertThat(said.code()).isEqualTo(78);
        assertThat(said.err())
                .isEqualTo(
                        "volta: no JDK 25 found; install temurin-25-jdk or openjdk-25-jdk, or set VOLTA_JAVA_HOME\n");
    }

    @Test
    void refusesAFolderWhoseNameJavaCannotRead() throws Exception {
        var colon = Files.createDirectory(folder.resolve("a:b"));
        Files.copy(ROOT.resolve("volta"), colon.resolve("volta"));
        var said = Ran.bash(folder, "a:b/volta --version");
        assertThat(said.code()).isEqualTo(78);
        assertThat(said.err())
                .isEqualTo("volta: " + colon.toRealPath()
                        + " has a colon in its name, at which Java parts the names of jars;"
                        + " move Volta to a folder without one\n");
        assertThat(colon.resolve("cli")).doesNotExist();
    }

    @Test
    void answersForItsVersionAndForWrongOptions() throws Exception {
        var version = Ran.bash(folder, ROOT.resolve("volta") + " --version");
        assertThat(version.out()).matches("volta \\S+ \\(\\S+, Java 25\\S*\\)\n");
        assertThat(version.err()).isEmpty();
        var wrong = Ran.bash(folder, ROOT.resolve("volta") + " run-experiment --inptu x");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--inptu", "--input");
    }

    /** A training that fails is silent, and leaves out what it did not come to: here, what only an open channel needs. */
    @Test
    void theCacheForNodesHoldsWhatACommandOnANodeNeeds() throws Exception {
        assertThat(Ran.bash(folder, ROOT.resolve("volta") + " exec --help").code())
                .isZero();
        var found = Ran.bash(
                ROOT,
                "grep -lE 'org/apache/sshd/client/channel/ChannelExec' cli/target/dist/aot/nodes-*"
                        + " && grep -lE 'com/jcraft/jsch/ChannelExec' cli/target/dist/aot/nodes-*");
        assertThat(found.code()).as(found.err()).isZero();
        assertThat(found.out()).contains("cli/target/dist/aot/nodes-");
    }

    /** Here, what every look at them needs; it would hold up commands that only connect. */
    @Test
    void onlyTheCacheForServicesHoldsWhatALookAtThemNeeds() throws Exception {
        for (var command : List.of("status", "exec")) {
            assertThat(Ran.bash(folder, ROOT.resolve("volta") + " " + command + " --help")
                            .code())
                    .isZero();
        }
        var found = Ran.bash(
                ROOT, "cd cli/target/dist/aot && grep -laF dev/volta/core/doctor/ServiceReport services-* nodes-*");
        assertThat(found.out().lines()).as(found.err()).isNotEmpty().allMatch(cache -> cache.startsWith("services-"));
    }

    /** Here, what only a file that is open on the node needs. */
    @Test
    void theCacheForTransfersHoldsWhatAnUploadNeeds() throws Exception {
        assertThat(Ran.bash(folder, ROOT.resolve("volta") + " push --help").code())
                .isZero();
        var found = Ran.bash(ROOT, "grep -l 'dev/volta/ssh/SftpClient$Handle' cli/target/dist/aot/transfers-*");
        assertThat(found.code()).as(found.err()).isZero();
    }

    /** Here, what only a run that has measured something needs. */
    @Test
    void theCacheForRunsHoldsWhatAReportNeeds() throws Exception {
        assertThat(Ran.bash(folder, ROOT.resolve("volta") + " run-experiment --help")
                        .code())
                .isZero();
        var found = Ran.bash(ROOT, "grep -l 'dev/volta/core/report/HtmlReport' cli/target/dist/aot/runs-*");
        assertThat(found.code()).as(found.err()).isZero();
    }

    @Test
    void whatMakesTheCachesIsInAJarOfItsOwn() throws Exception {
        var dist = ROOT.resolve("cli/target/dist");
        try (var lib = Files.list(dist.resolve("lib"))) {
            var product = Stream.concat(Stream.of(dist.resolve("volta.jar")), lib)
                    .filter(jar -> entries(jar).anyMatch(name -> name.contains("Training")));
            assertThat(product).isEmpty();
        }
        assertThat(entries(dist.resolve("volta-training.jar")))
                .contains("dev/volta/cli/training/TrainingMain.class")
                .allMatch(name -> name.endsWith("/")
                        || name.startsWith("META-INF/")
                        || name.startsWith("dev/volta/cli/training/"));
    }

    private static Stream<String> entries(Path jar) {
        try (var file = new ZipFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As other programs: a read of a closed descriptor fails, and so does a write, and nothing is lost with status 0. */
    @Test
    void closedDescriptorsAreClosedAndNotFilesOfTheJvm() throws Exception {
        var volta = ROOT.resolve("volta").toString();
        Files.writeString(folder.resolve("x"), "x\n");
        for (var closed : List.of("<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-")) {
            for (var arguments : List.of("", " x", " -", " x -")) {
                var theirs = Ran.bash(folder, "sha256sum" + arguments + " " + closed);
                var ours = Ran.bash(folder, volta + " hash sum" + arguments + " " + closed);
                var what = "hash sum" + arguments + " " + closed;
                assertThat(ours.out()).as(what).isEqualTo(theirs.out());
                assertThat(ours.code()).as(what + ": " + ours.err()).isEqualTo(theirs.code());
                assertThat(ours.err().isEmpty())
                        .as(what + ": " + ours.err())
                        .isEqualTo(theirs.err().isEmpty());
            }
        }
        assertThat(Ran.bash(folder, volta + " hash sum <&-").err())
                .isEqualTo("volta hash sum: -: Bad file descriptor\n");
        for (var command : List.of("--version", "--help", "hash sum x", "config schema")) {
            var lost = Ran.bash(folder, volta + " " + command + " <&- >&-");
            assertThat(lost.code()).as(command).isEqualTo(1);
            assertThat(lost.err())
                    .as(command)
                    .startsWith("volta: cannot write to standard output")
                    .hasLineCount(1);
            assertThat(Ran.bash(folder, volta + " " + command + " <&- 2>&-").code())
                    .as(command)
                    .isZero();
        }
    }

    /** What the JVM is started with: bash has the launcher itself, open for reading, where standard error was closed. */
    @Test
    void theJvmFindsNoDescriptorClosed() throws Exception {
        var jdk = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(jdk.resolveSibling("release"), "JAVA_VERSION=\"25\"\n");
        var java = Files.writeString(
                jdk.resolve("java"),
                "#!/bin/sh\nexec 9>" + folder + "/seen\n"
                        + "for n in 0 1 2; do f=$(readlink /proc/$$/fd/$n) || f=closed; echo $f >&9; done\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        for (var closed : List.of("0", "1", "2", "01", "02", "12", "012")) {
            var redirections = closed.chars().mapToObj(n -> (char) n + ">&-").collect(Collectors.joining(" "));
            Ran.bash(
                    folder,
                    "VOLTA_JAVA_HOME=" + folder + "/jdk " + ROOT.resolve("volta") + " --version " + redirections);
            var seen = Files.readAllLines(folder.resolve("seen"));
            assertThat(seen).as(redirections).hasSize(3).doesNotContain("closed");
            for (var number : List.of(closed.split("", closed.length()))) {
                assertThat(seen.get(Integer.parseInt(number)))
                        .as("%s of %s", number, redirections)
                        .isIn("/dev/null", ROOT.resolve("volta").toString());
            }
            Files.delete(folder.resolve("seen"));
        }
    }

    @Test
    void aFullDiskIsToldOnceAndAReaderThatHasEnoughIsNot() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "skipped: there is no /dev/full");
        var volta = ROOT.resolve("volta").toString();
        var full = Ran.bash(folder, volta + " config schema >/dev/full");
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err()).isEqualTo("volta: cannot write to standard output: No space left on device\n");
        var left = Ran.bash(folder, volta + " hash sum -r " + ROOT.resolve("core/src") + " | head -1");
        assertThat(left.err()).isEmpty();
        for (var command : List.of("--version", "--help", "config schema")) {
            assertThat(Ran.bash(folder, "trap '' PIPE; " + volta + " " + command + " | exec true")
                            .err())
                    .as(command)
                    .isEmpty();
        }
    }

    @Test
    void aRemovedFolderIsToldInOneLine() throws Exception {
        var volta = ROOT.resolve("volta").toString();
        for (var command : List.of("--version", "hash sum x", "exec true")) {
            var refused = Ran.bash(
                    folder,
                    "mkdir gone && cd gone && rmdir ../gone && " + volta + " " + command + " 2>../err; c=$?;"
                            + " grep -v getcwd ../err >&2; exit $c");
            assertThat(refused)
                    .as(command)
                    .isEqualTo(new Ran("", "volta: the current folder was removed; change to another folder\n", 78));
        }
    }

    @Test
    void tooFewFilesAreToldByEveryCommand() throws Exception {
        Files.writeString(folder.resolve("x"), "x\n");
        for (var command : List.of("hash sum x", "exec true", "keeper start", "run-experiment --input x", "vm list")) {
            var refused = Ran.bash(folder, "ulimit -n 32; exec " + ROOT.resolve("volta") + " " + command);
            assertThat(refused.code()).as(command).isEqualTo(78);
            assertThat(refused.err())
                    .as(command)
                    .isEqualTo("volta: at most 32 files may be open here (ulimit -n), and Volta needs 128;"
                            + " raise the limit\n");
        }
        assertThat(Ran.bash(folder, "ulimit -n 128; exec " + ROOT.resolve("volta") + " hash sum x")
                        .code())
                .isZero();
    }

    @Test
    void tooFewAddressesAreTold() throws Exception {
        var refused = Ran.bash(folder, "ulimit -v 500000; exec " + ROOT.resolve("volta") + " --version");
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err())
                .isEqualTo(
                        "volta: Java does not start with 500000 KiB of address space (ulimit -v); raise the limit, such"
                                + " as by ulimit -v unlimited\n");
    }

    @Test
    void readsNamesOfOtherLanguagesInEveryLocaleAndGivesTheCallersBack() throws Exception {
        Ran.bash(folder, "mkdir -m 700 run; mkdir -p $'\\xc3\\xb1' && echo x >$'\\xc3\\xb1/\\xc3\\xaf'");
        Files.writeString(folder.resolve("volta.yaml"), "nodes: [{name: here, address: local}]\n");
        for (var locale : List.of("en_US.UTF-8", "tr_TR.UTF-8", "xx_XX.utf8", "tr_TR", "C", "POSIX", "")) {
            for (var variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
                var environment = "unset LC_ALL LC_CTYPE LANG; export XDG_RUNTIME_DIR=$PWD/run " + variable + "="
                        + locale + "; exec " + ROOT.resolve("volta") + " ";
                if (variable.equals("LC_ALL")
                        && List.of("tr_TR.UTF-8", "xx_XX.utf8", "C").contains(locale)) {
                    var run = Ran.bash(folder, environment + "run-experiment -q --no-metrics --input $'\\xc3\\xb1'");
                    assertThat(run.code())
                            .as(variable + "=" + locale + ": " + run.err())
                            .isZero();
                }
                var seen = Ran.bash(
                        folder, environment + "exec -- sh -c 'echo \"$LC_ALL|$LC_CTYPE|$LANG|$VOLTA_LC_ALL\"'");
                var expected = List.of("LC_ALL", "LC_CTYPE", "LANG").stream()
                        .map(name -> name.equals(variable) ? locale : "")
                        .collect(Collectors.joining("|"));
                assertThat(seen.out()).as(seen.err()).isEqualTo("here: " + expected + "|\n");
            }
        }
    }

    @Test
    void inAFolderWhoseNameIsNotUtf8OnlyChecksumsWork() throws Exception {
        var inside = "mkdir -p $'caf\\xe9' && cd $'caf\\xe9' && echo x >x && exec " + ROOT.resolve("volta") + " ";
        var sum = Ran.bash(folder, inside + "hash sum x");
        assertThat(sum.out()).endsWith("  x\n");
        for (var command : List.of("run-experiment --input x", "nodes", "config check", "exec true")) {
            var refused = Ran.bash(folder, inside + command);
            assertThat(refused.code()).as(command).isEqualTo(78);
            assertThat(refused.err())
                    .contains("the path of the current folder is not UTF-8", "change to another folder");
        }
    }

    @Test
    void shellScriptsAreClean() throws Exception {
        assumeTrue(Ran.bash(folder, "command -v shellcheck").code() == 0, "skipped: shellcheck is not installed");
        var checked = Ran.bash(
                ROOT,
                "shellcheck volta .ci/run scripts/*.sh scripts/images/*.sh bench/*.sh"
                        + " && git ls-files '*/src/main/resources/*.sh' | xargs shellcheck");
        assertThat(checked.out()).isEmpty();
        assertThat(checked.code()).isZero();
    }
}
