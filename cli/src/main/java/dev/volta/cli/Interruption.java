package dev.volta.cli;

import dev.volta.core.run.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, SIGTERM and SIGHUP interrupt the command's thread and give it time to tear down what it started; only then
 * does the process end, with one exit code for all three.
 */
public final class Interruption {
    private static final Duration TEARDOWN_DEADLINE = Duration.ofSeconds(20);

    private final CountDownLatch finished = new CountDownLatch(1);

    private Interruption() {}

    public static Interruption ofThisThread() {
        var command = Thread.currentThread();
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.interruptAndAwait(command), "interruption"));
        return interruption;
    }

    /** The command has ended; a shutdown from now on waits for nothing. */
    public void over() {
        finished.countDown();
    }

    private void interruptAndAwait(Thread command) {
        if (finished.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            if (!finished.await(TEARDOWN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("volta: teardown did not end within " + TEARDOWN_DEADLINE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }
}
