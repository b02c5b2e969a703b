package dev.volta.core.host;

import dev.volta.core.remote.Input;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node for its time again and again in one command: an empty line is a question, and the next one is put when the
 * one before has been answered. The start of the command is part of the first round trip only.
 */
final class ClockTalk implements Input {
    /** Answers each line with a line. */
    static final String SCRIPT = "while read -r _; do date +%s.%N || echo; done";

    private final int questions;
    private final Semaphore answers = new Semaphore(1);

    private volatile Instant asked = Instant.EPOCH;
    private volatile long start;
    private volatile @Nullable Fact<ClockOffset> best;

    ClockTalk(int questions) {
        this.questions = questions;
    }

    void answered(String time) {
        var trip = Duration.ofNanos(System.nanoTime() - start);
        var measured = ClockOffset.compare(time, asked, trip);
        var before = best;
        if (before == null || ClockOffset.isBetter(measured, before)) {
            best = measured;
        }
        answers.release();
    }

    /** The answer with the shortest round trip; empty if there was none. */
    Optional<Fact<ClockOffset>> best() {
        return Optional.ofNullable(best);
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private int left = questions;

            @Override
            public int read() throws InterruptedIOException {
                try {
                    answers.acquire();
                } catch (InterruptedException e) {
                    throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
                }
                if (left == 0) {
                    return -1;
                }
                left--;
                asked = Instant.now();
                start = System.nanoTime();
                return '\n';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
                var next = read();
                if (next < 0) {
                    return -1;
                }
                bytes[offset] = (byte) next;
                return 1;
            }
        };
    }
}
