package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.workload.TrialFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomPatienceTest {
    private final AtomicLong now = new AtomicLong();
    private final RoomPatience patience = new RoomPatience(Duration.ofSeconds(30), now::get);

    private void after(int seconds, String waitsFor) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
        patience.told(waitsFor);
    }

    @Test
    void givesUpAfterTheLimitAndNamesTheFile() {
        after(0, "entries: No space left on device");
        after(30, "entries: No space left on device");
        assertThatThrownBy(() -> after(1, "entries: No space left on device"))
                .isInstanceOf(TrialFailure.class)
                .hasMessage("the controller waited 30 s for room on its disk (entries: No space left on device);"
                        + " free some there and run again");
    }

    @Test
    void countsAnewWhenItHasGoneOn() {
        after(0, "entries: full");
        after(29, "");
        after(29, "entries: full");
        after(29, "entries: full");
    }
}
