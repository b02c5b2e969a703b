package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** What a test waits for. */
interface Condition {
    boolean holds() throws Exception;

    static void await(Condition condition) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
