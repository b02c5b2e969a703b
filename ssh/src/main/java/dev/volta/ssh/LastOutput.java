package dev.volta.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Finds out whether all output of a program has been read that has told how it ended, while something that it left in the
 * background holds the streams open. Time that passes proves nothing: the server, or this process, may stand still. sshd may
 * tell the status before it has read what was printed last; but it has sent that before it answers a second question, asked
 * after the first was answered.
 */
final class LastOutput {
    private static final Duration GLANCE = Duration.ofMillis(250);
    private static final Duration SHORT_GLANCE = Duration.ofMillis(20);
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final int QUESTIONS = 2;

    private final ExecChannel pipe;
    private final LongSupplier handedOn;
    private long arrived = -1;
    private long sinceNanos;
    private int asked;
    /** How many of the questions had been asked when the bytes came that came last. */
    private int askedBefore;

    /** @param handedOn how many bytes of both streams have been read, and what follows from them is done */
    LastOutput(ExecChannel pipe, LongSupplier handedOn) {
        this.pipe = pipe;
        this.handedOn = handedOn;
    }

    /** How long to wait until {@link #isRead()} may tell something new. */
    Duration glance() {
        return asked > pipe.answers() ? SHORT_GLANCE : GLANCE;
    }

    /** Whether all is read; to be asked again and again once the program has ended. */
    boolean isRead() {
        var now = pipe.arrived();
        if (now != arrived || handedOn.getAsLong() != now) {
            arrived = now;
            sinceNanos = System.nanoTime();
            askedBefore = asked;
            return false;
        }
        if (System.nanoTime() - sinceNanos < QUIET.toNanos() || asked > pipe.answers()) {
            return false;
        }
        if (asked - askedBefore >= QUESTIONS) {
            return true;
        }
        try {
            pipe.ask();
            asked++;
        } catch (IOException _) {
            // the streams end with the connection
        }
        return false;
    }
}
