package dev.volta.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelTest {
    @Test
    void doesAllAtOnceAndKeepsTheirOrder() throws Exception {
        var all = new CountDownLatch(3);
        var lengths = Parallel.with(List.of("ccc", "a", "bb"), word -> {
            all.countDown();
            all.await();
            return word.length();
        });
        assertThat(lengths).hasToString("{ccc=3, a=1, bb=2}");
    }

    @Test
    void throwsWhatTheFirstThatFailedDidOnceAllHaveEnded() {
        var ended = new AtomicInteger();
        assertThatThrownBy(() -> Parallel.with(List.of(1, 2, 3), number -> {
                    if (number > 1) {
                        throw new IllegalArgumentException("number " + number);
                    }
                    return ended.incrementAndGet();
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number 2");
        assertThat(ended).hasValue(1);
    }

    @Test
    void anInterruptEndsAll() {
        var interrupted = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Parallel.with(List.of(1, 2), _ -> {
                    try {
                        Thread.sleep(60_000);
                        return 0;
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw e;
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(interrupted).hasValue(2);
    }
}
