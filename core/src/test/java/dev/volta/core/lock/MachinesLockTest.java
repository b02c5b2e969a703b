package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MachinesLockTest {
    @TempDir
    private Path state;

    private final StringWriter err = new StringWriter();
    private final CountDownLatch told = new CountDownLatch(1);

    private MachinesLock toBoot() throws InterruptedException {
        var telling = new PrintWriter(err, true) {
            @Override
            public void println(String line) {
                super.println(line);
                told.countDown();
            }
        };
        return MachinesLock.toBoot(state, List.of("vm", "up"), Duration.ZERO, telling);
    }

    @Test
    void whoWaitsForAnotherCommandThatBootsSaysForWhom() throws Exception {
        var waiting = new FutureTask<>(() -> {
            toBoot().close();
            return true;
        });
        try (var first = toBoot()) {
            assertThat(first).isNotNull();
            assertThat(err.toString()).isEmpty();
            Thread.ofVirtual().start(waiting);
            told.await();
        }
        assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(err.toString())
                .matches("volta: virtual machines of this folder are being booted by .* \\(process "
                        + ProcessHandle.current().pid()
                        + ", 'volta vm up'\\); waiting for that, for .* at most\n");
    }
}
