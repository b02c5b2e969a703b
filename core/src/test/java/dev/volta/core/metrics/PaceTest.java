package dev.volta.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PaceTest {
    @Test
    void asksOnceAndThenAfterEachLookThatWasTold() throws Exception {
        var pace = new Pace(Duration.ofMillis(1));
        try (var lines = pace.open()) {
            var piece = new byte[100];
            assertThat(lines.read(piece)).isEqualTo(1);
            assertThat(piece[0]).isEqualTo((byte) '\n');
            var second = CompletableFuture.supplyAsync(() -> {
                try {
                    return lines.read();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(second).failsWithin(100, TimeUnit.MILLISECONDS);
            pace.told();
            assertThat(second).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo((int) '\n');
        }
    }

    @Test
    void waitsForTheNextTime() throws Exception {
        var pace = new Pace(Duration.ofMillis(200));
        try (var lines = pace.open()) {
            lines.read();
            var before = System.nanoTime();
            pace.told();
            lines.read();
            assertThat(System.nanoTime() - before)
                    .isGreaterThan(Duration.ofMillis(150).toNanos());
        }
    }

    @Test
    void endsWithAnInterrupt() throws Exception {
        try (var lines = new Pace(Duration.ofHours(1)).open()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(lines::read).isInstanceOf(InterruptedIOException.class);
        }
    }
}
