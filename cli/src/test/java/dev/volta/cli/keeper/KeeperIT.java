package dev.volta.cli.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keeper as a process of its own, started and ended by the commands. */
class KeeperIT {
    private static final Path VOLTA = Path.of("../volta").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        keeper("stop");
    }

    @Test
    void startsOnceTellsAboutItselfAndLeavesNothing() throws Exception {
        Files.writeString(folder.resolve("volta.yaml"), "fleet: {name: lab}\n");
        var started = keeper("start --idle 5m");
        assertThat(started.err()).isEmpty();
        assertThat(started.out()).matches("keeper [0-9]+ runs\n");
        assertThat(keeper("start").out()).isEqualTo(started.out());
        var none = keeper("close-tunnel 3");
        assertThat(none.err()).isEqualTo("volta: there is no tunnel 3; 'volta keeper status' lists the tunnels\n");
        assertThat(none.code()).isEqualTo(1);
        var status = new ObjectMapper().readTree(keeper("status --output json").out());
        assertThat(status.get("running").booleanValue()).isTrue();
        assertThat(status.get("idleLimitSeconds").intValue()).isEqualTo(300);
        assertThat(status.get("residentBytes").longValue()).isBetween(10L << 20, 150L << 20);
        var pid = status.get("pid").longValue();
        assertThat(started.out()).isEqualTo("keeper " + pid + " runs\n");
        var sockets = folder.resolve("run/volta");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sockets)))
                .isEqualTo("rwx------");
        assertThat(keeper("stop").out()).isEqualTo("keeper " + pid + " has ended\n");
        // Its last deed is to remove the file that says that it lives; the JVM still has to go.
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::onExit).orElse(CompletableFuture.completedFuture(null)))
                .succeedsWithin(20, TimeUnit.SECONDS);
        try (var left = Files.list(sockets)) {
            assertThat(left).containsExactly(sockets.resolve(".lock"));
        }
        assertThat(keeper("status").code()).isEqualTo(1);
    }

    /** The JVM says nothing when it leaves a cache out; the keeper then takes half as long again to connect. */
    @Test
    void startsFromTheStartUpCache() throws Exception {
        keeper("start");
        var pid = new ObjectMapper()
                .readTree(keeper("status --output json").out())
                .get("pid")
                .longValue();
        assertThat(Files.readString(Path.of("/proc/" + pid + "/maps"))).contains(".aot");
        keeper("stop");
    }

    @Test
    void leavesInOrderWhenItsProcessIsEnded() throws Exception {
        keeper("start");
        var pid = new ObjectMapper()
                .readTree(keeper("status --output json").out())
                .get("pid")
                .longValue();
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroy();
        process.onExit().get(20, TimeUnit.SECONDS);
        try (var left = Files.list(folder.resolve("run/volta"))) {
            assertThat(left).containsExactly(folder.resolve("run/volta/.lock"));
        }
    }

    @Test
    void whoStopsItInAnotherPidNamespaceWaitsForItsEnd() throws Exception {
        assumeTrue(
                Ran.bash(folder, "unshare --pid --fork --mount-proc true").code() == 0,
                "skipped: PID namespaces cannot be made here");
        keeper("start");
        var pid = new ObjectMapper()
                .readTree(keeper("status --output json").out())
                .get("pid")
                .longValue();
        var stopped = Ran.bash(
                folder, "XDG_RUNTIME_DIR=$PWD/run unshare --pid --fork --mount-proc " + VOLTA + " keeper stop");
        assertThat(stopped.out()).isEqualTo("keeper " + pid + " has ended\n");
        // Its last deed is to remove the file that says that it lives.
        try (var left = Files.list(folder.resolve("run/volta"))) {
            assertThat(left).containsExactly(folder.resolve("run/volta/.lock"));
        }
    }

    private Ran keeper(String arguments) throws Exception {
        return Ran.bash(folder, "mkdir -p run && XDG_RUNTIME_DIR=$PWD/run " + VOLTA + " keeper " + arguments);
    }
}
