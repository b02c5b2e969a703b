package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    /** Here, what only a file that is open on the node needs. */
    @Test
    void theCacheForTransfersHoldsWhatAnUploadNeeds() throws Exception {
        assertThat(Ran.bash(folder, ROOT.resolve("volta") + " push --help").code())
                .isZero();
        var found = Ran.bash(ROOT, "grep -l 'dev/volta/ssh/SftpClient$Handle' cli/target/dist/aot/transfers-*");
        assertThat(found.code()).as(found.err()).isZero();
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
