package dev.volta.core.facts;

import dev.volta.core.remote.CommandInput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node for its time again and again in one command: a line with a number is a question, and the next one is put
 * when the one before has been answered. The start of the command is part of the first round trip only. Unlike other
 * inputs it can be opened once only: it is one side of one talk.
 */
final class ClockTalk implements CommandInput {
    /** Answers each line with a line that begins with it; first ends a line that something before it left open. */
    static final String SCRIPT = "echo; while read -r n; do printf '%s ' \"$n\"; date +%s.%N || echo; done";

    private final int questions;
    private final Semaphore answers = new Semaphore(1);

    private volatile @Nullable Question pending;
    private volatile @Nullable Fact<ClockOffset> best;

    private record Question(int number, Instant asked, long start) {
        static Question now(int number) {
            return new Question(number, Instant.now(), System.nanoTime());
        }
    }

    ClockTalk(int questions) {
        this.questions = questions;
    }

    /** Takes a line of the node's output; one that does not answer the pending question counts for nothing. */
    void answered(String line) {
        var end = System.nanoTime();
        var question = pending;
        if (question == null || !line.startsWith(question.number() + " ")) {
            return;
        }
        pending = null;
        var time = line.substring(line.indexOf(' ') + 1);
        var measured = ClockOffset.compare(time, question.asked(), Duration.ofNanos(end - question.start()));
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
            private int number;
            private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);

            @Override
            public int read() throws InterruptedIOException {
                return isAtEnd() ? -1 : line.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
                return isAtEnd() ? -1 : line.read(bytes, offset, length);
            }

            private boolean isAtEnd() throws InterruptedIOException {
                if (line.available() > 0) {
                    return false;
                }
                try {
                    answers.acquire();
                } catch (InterruptedException e) {
                    throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
                }
                if (number == questions) {
                    return true;
                }
                number++;
                line = new ByteArrayInputStream((number + "\n").getBytes(StandardCharsets.UTF_8));
                pending = Question.now(number);
                return false;
            }
        };
    }
}
