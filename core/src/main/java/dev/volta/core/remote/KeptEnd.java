package dev.volta.core.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The last bytes of what a program prints, enough for a message. */
final class KeptEnd implements OutputSink {
    private static final int BYTES = 2000;
    private static final int CONTINUED = 0x80;
    private static final int CONTINUED_MASK = 0xc0;

    private final Tail out = new Tail();
    private final Tail err = new Tail();

    @Override
    public void stdout(ByteBuffer bytes) {
        out.add(bytes);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        err.add(bytes);
    }

    /** The last line that is not blank, of the errors if there is one. */
    Optional<String> lastLine() {
        return Stream.of(err, out)
                .flatMap(
                        tail -> tail
                                .text()
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .reduce((_, last) -> last)
                                .stream())
                .findFirst();
    }

    private static final class Tail {
        private final byte[] ring = new byte[BYTES];
        private long seen;

        void add(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                var at = (int) (seen % BYTES);
                var length = Math.min(bytes.remaining(), BYTES - at);
                bytes.get(ring, at, length);
                seen += length;
            }
        }

        /** With an ellipsis in front if more came before. */
        String text() {
            if (seen <= BYTES) {
                return new String(ring, 0, (int) seen, StandardCharsets.UTF_8);
            }
            var at = (int) (seen % BYTES);
            var last = Arrays.copyOf(Arrays.copyOfRange(ring, at, BYTES), BYTES);
            System.arraycopy(ring, 0, last, BYTES - at, at);
            var start = 0;
            while (start < BYTES && (last[start] & CONTINUED_MASK) == CONTINUED) {
                start++; // the rest of a character
            }
            return "…" + new String(last, start, BYTES - start, StandardCharsets.UTF_8);
        }
    }
}
