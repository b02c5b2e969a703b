package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cold caches on four real sshd, which share one kernel: this machine's. */
@Timeout(180)
class DropCachesIT {
    private static final String ONE_KERNEL = "n[1-4] (one kernel, by n1)\n";

    @TempDir
    private static Path folder;

    private static TestFleet fleet;

    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        assumeTrue(Files.isWritable(Path.of("/proc/sys/vm/drop_caches")), "skipped: dropping caches needs root here");
        fleet = TestFleet.start(folder);
        assertThat(fleet.volta("trust", "--yes").code()).isZero();
    }

    @AfterAll
    static void stopNodes() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void onlyLooksInADryRun() {
        var ran = fleet.volta("drop-caches", "--dry-run");
        assertThat(ran.out()).isEqualTo("would drop: " + ONE_KERNEL);
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Test
    void dropsOncePerKernelAndProvesIt() throws Exception {
        Ran.bash(folder, "mkdir -p data && head -c 3000000 /dev/urandom >data/x && cat data/x >/dev/null");
        var ran = fleet.volta(
                "drop-caches", "-l", "n[1-2]", "--prove", folder.resolve("data").toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("""
                        dropped: n[1-2] (one kernel, by n1)
                        n1: 2.86 MiB in memory before, 0 B after
                        n2: 2.86 MiB in memory before, 0 B after
                        """);
    }

    @Test
    void namesAFileThatLivesInMemory() throws Exception {
        var file = Files.createTempFile(Path.of("/dev/shm"), "volta", "");
        try {
            Files.write(file, new byte[100_000]);
            var ran = fleet.volta("drop-caches", "-l", "n1", "--prove", file.toString());
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("n1: " + file, "still in memory: a file system in memory (tmpfs)");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void dropsNowhereIfOneNodeCannotBeReached() throws Exception {
        fleet.describe(
                "one-dead.yaml",
                List.of(fleet.line("n1", "127.0.0.1", fleet.port(1)), fleet.line("dead", "127.0.0.1", 1)));
        var ran = fleet.on("one-dead.yaml", "drop-caches");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("volta: dead: ", "nothing was dropped anywhere");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void refusesAMissingProofBeforeItDrops() {
        var ran = fleet.volta("drop-caches", "-l", "n1", "--prove", "/no/such/file");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("/no/such/file: no such file", "nothing was dropped anywhere");
    }

    @Test
    void refusesALevelThatIsNone() {
        var ran = fleet.volta("drop-caches", "--level", "4");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("'4' is no level");
    }

    @Test
    void isThereForScripts() throws Exception {
        var script = Path.of("../scripts/drop-caches.sh").toAbsolutePath().normalize();
        var words =
                String.join(" ", fleet.arguments("volta.yaml", "", "--dry-run").subList(1, 8));
        var ran = Ran.bash(folder, script + " " + words);
        assertThat(ran.out()).as(ran.err()).isEqualTo("would drop: " + ONE_KERNEL);
    }
}
