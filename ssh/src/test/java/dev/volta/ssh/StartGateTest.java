package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartGateTest {
    private static final SshTarget TARGET = SshTarget.of(new NodeName("vm1"), "vm1", 22, "me");

    private final List<Duration> waits = new ArrayList<>();

    private StartGate gate(int attempts) {
        return new StartGate(2, attempts, new Random(1), waits::add);
    }

    @Test
    void startsAgainAfterADropWithGrowingDrawnWaits() throws InterruptedException {
        var tries = new AtomicInteger();
        var result = gate(9).pass(() -> {
            if (tries.incrementAndGet() < 9) {
                throw new StartDropped(TARGET, "reset", null);
            }
            return "up";
        });
        assertThat(result).isEqualTo("up");
        assertThat(waits).hasSize(8).doesNotHaveDuplicates();
        for (var i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isLessThanOrEqualTo(Duration.ofMillis(Math.min(4000, 500L << i)));
        }
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        assertThatThrownBy(() -> gate(3).pass(() -> {
                    throw new StartDropped(TARGET, "reset", null);
                }))
                .isInstanceOf(StartDropped.class);
        assertThat(waits).hasSize(2);
    }

    @Test
    void doesNotRetryARefusal() {
        assertThatThrownBy(() -> gate(3).pass(() -> {
                    throw new SshException(TARGET, Phase.AUTHENTICATION, "no", null);
                }))
                .isInstanceOf(SshException.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void letsNoMoreThanItsPlacesStartAtOnce() throws InterruptedException {
        var gate = gate(1);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    gate.pass(() -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.sleep(5);
                        return now.decrementAndGet();
                    });
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(most).hasValue(2);
    }
}
