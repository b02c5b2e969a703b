package dev.volta.core.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("try") // closed early on purpose, and interrupted by nobody
class AliveLockTest {
    @TempDir
    private Path folder;

    private KeeperPlace place() {
        return new KeeperPlace(folder, folder, "lab-1");
    }

    @Test
    void isHeldUntilItIsClosedAndLeavesNothing() throws Exception {
        assertThat(AliveLock.isHeld(place())).isEmpty();
        try (var _ = AliveLock.hold(place())) {
            TestKeeper.eventually(() -> AliveLock.isHeld(place()).orElse(false), "it is held");
        }
        assertThat(AliveLock.isHeld(place())).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void waitsForTheKeeperBeforeIt() throws Exception {
        try (var before = KernelLock.tryTake(place().alive()).orElseThrow();
                var _ = AliveLock.hold(place())) {
            before.close();
            TestKeeper.eventually(() -> AliveLock.isHeld(place()).orElse(false), "it is held");
        }
    }

    @Test
    void whatAKilledKeeperLeftIsNotHeld() throws IOException {
        KernelLock.tryTake(place().alive()).orElseThrow().close();
        assertThat(AliveLock.isHeld(place())).contains(false);
    }
}
