package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JschCallsTest {
    /** More than are handed over before somebody waits. */
    private static final int PIECES = 20;

    /** A connection that takes nothing, as JSch has it: whoever writes waits until it is interrupted. */
    private static final class Stuck extends OutputStream {
        private final CountDownLatch begun = new CountDownLatch(1);

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }

    @Test
    void sendsPiecesInOrderAlthoughTheirArrayIsUsedAgain() throws Exception {
        var calls = new JschCalls("test");
        var sent = new ByteArrayOutputStream();
        var expected = new StringBuilder();
        try (var out = calls.through(sent)) {
            var bytes = new byte[4];
            for (var i = 0; i < PIECES; i++) {
                var text = "%03d;".formatted(i);
                System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, bytes.length);
                out.write(bytes);
                expected.append(text);
            }
        }
        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo(expected.toString());
        calls.close(() -> {});
    }

    @Test
    void tellsTheFailureOfThePieceThatFailedFirst() {
        var calls = new JschCalls("test");
        var written = new int[1];
        var out = calls.through(new OutputStream() {
            @Override
            public void write(int one) {
                throw new AssertionError("pieces are written whole");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                written[0]++;
                if (written[0] > 2) {
                    throw new IOException("piece " + written[0]);
                }
            }
        });
        assertThatThrownBy(() -> {
                    for (var i = 0; i < PIECES; i++) {
                        out.write(new byte[] {1, 2, 3});
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("piece 3");
        calls.close(() -> {});
    }

    /** The library's own way to close waits for whoever writes. */
    @Test
    void whoeverWaitsHearsThatAConnectionWasClosedThatTakesNothing() throws Exception {
        var calls = new JschCalls("test");
        var stuck = new Stuck();
        var closed = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> {
                var out = calls.through(stuck);
                for (var i = 0; i < PIECES; i++) {
                    out.write(new byte[] {1, 2, 3});
                }
                return null;
            });
            stuck.begun.await();
            calls.close(() -> {
                try {
                    closed.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThatThrownBy(() -> writing.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IOException.class);
            closed.countDown();
        }
    }
}
