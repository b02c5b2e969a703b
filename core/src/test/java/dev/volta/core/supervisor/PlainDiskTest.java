package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.RemoteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services on a disk that cannot be written: nothing runs there that is not known. */
@Timeout(120)
class PlainDiskTest {
    private static final String SERVICE = "kept";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String seconds = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));
    private final ProcessesOf programs = new ProcessesOf(seconds);

    @TempDir
    private Path folder;

    /** On a disk that can be written: with a file open for that, no disk becomes read-only. */
    @TempDir
    private Path logs;

    private SmallDisk disk;
    private PlainSupervisor supervisor;

    @BeforeEach
    void onASmallDisk() throws Exception {
        disk = SmallDisk.on(folder);
        supervisor = new PlainSupervisor(
                disk.remote(),
                folder.resolve("services").toString(),
                folder.resolve("work").toString(),
                Optional.of(logs.toString()));
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (disk != null) {
            disk.writable();
            disk.empty();
            supervisor.stop(SERVICE, Duration.ofMillis(200));
            disk.close();
        }
    }

    private ServiceUnit unit() {
        return new ServiceUnit(SERVICE, List.of("sleep", seconds));
    }

    private ServiceState state() throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE)).state();
    }

    private void kill(String file) throws Exception {
        disk.sh("kill -KILL $(cut -d ' ' -f 1 services/" + SERVICE + "/" + file + ")");
    }

    /** What the node's boot says of what it starts. */
    private String boot() throws InterruptedException {
        return disk.sh("sh services/.boot 2>&1");
    }

    /** Nothing runs, and what was written of it is of another boot. */
    private void endAsAPowerCutDoes() throws Exception {
        kill("watcher");
        kill("child");
        await(() -> programs.count() == 0);
        disk.sh("cd services/" + SERVICE
                + " && sed -i 's/[-0-9a-f]*$/00000000-0000-4000-8000-000000000000/' watcher child"
                + " && sed -i '2s/.*/00000000-0000-4000-8000-000000000000/' mark");
    }

    @Test
    void nothingIsStartedOnAFullDiskAndTheReasonIsTold() throws Exception {
        supervisor.start(unit());
        supervisor.stop(SERVICE, PATIENCE);
        disk.fill();
        assertThatThrownBy(() -> supervisor.start(unit()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("cannot write " + folder.resolve("services"))
                .hasMessageContaining("No space left on device");
        assertThat(programs.count()).isZero();
        assertThat(state()).isInstanceOf(ServiceState.Stopped.class);
        disk.empty();
        supervisor.start(unit());
        assertThat(state()).isInstanceOf(ServiceState.Running.class);
    }

    @Test
    void nothingIsStartedWhereNoFileCanBeMade() throws Exception {
        supervisor.start(unit());
        supervisor.stop(SERVICE, PATIENCE);
        disk.fillWithEmptyFiles();
        assertThatThrownBy(() -> supervisor.start(unit()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("No space left on device");
        assertThat(programs.count()).isZero();
        assertThat(state()).isInstanceOf(ServiceState.Stopped.class);
    }

    @Test
    void aServiceOnAReadOnlyDiskIsKnownAndCanBeStopped() throws Exception {
        supervisor.start(unit());
        disk.readOnly();
        assertThat(state()).isInstanceOf(ServiceState.Running.class);
        supervisor.start(unit());
        await(() -> programs.count() == 1);
        assertThatThrownBy(() -> supervisor.stop(SERVICE, PATIENCE))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("Read-only file system");
        assertThat(programs.count()).isZero();
        assertThat(state()).isInstanceOf(ServiceState.Stopped.class);
        assertThatThrownBy(() -> supervisor.start(unit())).hasMessageContaining("Read-only file system");
        assertThat(programs.count()).isZero();
    }

    @Test
    void theNodesBootStartsNothingThatItCannotWriteDown() throws Exception {
        supervisor.start(unit());
        endAsAPowerCutDoes();
        disk.sh("rm services/" + SERVICE + "/watcher services/" + SERVICE + "/child");
        disk.fill();
        assertThat(boot()).contains("cannot write " + folder.resolve("services"), "No space left on device");
        assertThat(programs.count()).isZero();
        assertThat(state()).isInstanceOf(ServiceState.Stopped.class);
        disk.empty();
        assertThat(boot()).isEmpty();
        await(() -> programs.count() == 1);
        assertThat(state()).isInstanceOf(ServiceState.Running.class);
    }

    @Test
    void aProgramThatEndsIsStartedAgainWhenThereIsRoom() throws Exception {
        supervisor.start(unit());
        disk.fill();
        kill("child");
        await(() -> state() instanceof ServiceState.Running(long pid, int _) && pid == 0);
        assertThat(programs.count()).isZero();
        supervisor.start(unit());
        assertThat(programs.count()).isZero();
        disk.empty();
        await(() -> state() instanceof ServiceState.Running(long pid, int _) && pid != 0);
        await(() -> programs.count() == 1);
    }
}
