package dev.volta.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code volta init} writes for this machine, from {@code init} to {@code stop-all}. */
@Timeout(600)
class InitIT {
    private static final Path JAR = Path.of("target/dist/volta.jar").toAbsolutePath();

    @TempDir
    private Path folder;

    private Ran good(String command) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var ran = Ran.bash(folder, java + " -XX:TieredStopAtLevel=1 -jar " + JAR + " " + command);
        assertThat(ran.code()).as(command + "\n" + ran.out() + ran.err()).isZero();
        return ran;
    }

    @Test
    void aFleetOfThisMachineWorksFromInitToStopAll() throws Exception {
        good("init");
        // Below this test's own folder instead of /opt, /run and /var/log.
        var description = folder.resolve("volta.yaml");
        Files.writeString(
                description,
                Files.readString(description)
                        .replaceAll("(?m)^    # (paths:)[^\n]*", "    $1")
                        .replaceAll("(?m)^    #   (install|run|log): [^ \n]+", "      $1: " + folder + "/at/$1"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/one"), "1");
        try {
            assertThat(good("config check").out()).isEqualTo("fleet: ok\nexperiment.yaml: ok\n");
            assertThat(good("deploy-all -q").out()).isEmpty();
            assertThat(folder.resolve("at/install")).isDirectory();
            assertThat(good("status").out()).containsPattern("local +controller +running .* current\n");
            var input = " -q --warmup 0 --repeat 1 --input local:" + folder + "/data";
            assertThat(good("run-experiment experiment.yaml --mode=distributed" + input)
                            .out())
                    .contains("sha256 of 1 file");
            assertThat(good("run-experiment experiment.yaml" + input).out()).contains("sha256 of 1 file");
        } finally {
            assertThat(good("stop-all").out()).contains("services stopped: ");
        }
    }
}
