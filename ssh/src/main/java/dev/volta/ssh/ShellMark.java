package dev.volta.ssh;

import dev.volta.core.remote.ShellSum;
import dev.volta.core.remote.TokenSearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a POSIX shell prints on both streams before it comes to a command, and nobody else does: a {@link ShellSum}. What
 * comes before the mark is of the start of a login shell, and is passed over. It takes no program and no round trip: {@code
 * echo} is part of every shell.
 */
final class ShellMark {
    private static final int PIECE = 4 << 10;
    private static final int MESSAGE = 1000;
    private static final int LONGEST_QUOTE = 60;

    private final ShellSum sum = ShellSum.random();
    private volatile boolean seen;
    private volatile boolean seenAgain;
    private volatile String output = "";
    private volatile String errors = "";

    /**
     * {@code line} with what prints the mark before it. The output's comes last, so that it is still the last one where
     * both streams are led into one.
     */
    String before(String line) {
        var printed = sum.expression();
        return "echo volta-errors-" + printed + " >&2; echo volta-output-" + printed + "; " + line;
    }

    /** What comes behind the mark; nothing if there is none. A mark that comes again is handed on as what it is. */
    InputStream output(InputStream from) {
        return new Behind(from, "volta-output-") {
            @Override
            void found() {
                seen = true;
            }

            @Override
            void foundAgain() {
                seenAgain = true;
            }

            @Override
            byte[] missed(byte[] beginning) {
                output = new String(beginning, StandardCharsets.UTF_8);
                return new byte[0];
            }
        };
    }

    /**
     * What comes behind the mark of the errors. If there is none, since they may have been led elsewhere, the first {@value
     * #MESSAGE} bytes of what there is.
     */
    InputStream errors(InputStream from) {
        return new Behind(from, "volta-errors-") {
            @Override
            void found() {}

            @Override
            void foundAgain() {}

            @Override
            byte[] missed(byte[] beginning) {
                errors = new String(beginning, StandardCharsets.UTF_8);
                return beginning;
            }
        };
    }

    /** Whether a POSIX shell has taken up the line. */
    boolean isSeen() {
        return seen;
    }

    /** Whether it took up the line more than once; known when the output has been read to its end. */
    boolean isSeenAgain() {
        return seenAgain;
    }

    /** The first line that came instead of the mark, or its beginning: what repeats the command line sends all of it. */
    Optional<String> instead() {
        return (output + "\n" + errors)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(ShellMark::beginning);
    }

    private static String beginning(String line) {
        if (line.length() <= LONGEST_QUOTE) {
            return line;
        }
        var space = line.lastIndexOf(' ', LONGEST_QUOTE);
        return line.substring(0, space > 0 ? space : LONGEST_QUOTE) + " …";
    }

    /** A stream from behind the mark on. */
    private abstract class Behind extends InputStream {
        private final InputStream from;
        private final TokenSearch search;
        private final TokenSearch searchAgain;
        private boolean searching = true;
        private byte[] pending = new byte[0];
        private int taken;

        Behind(InputStream from, String word) {
            this.from = from;
            var token = (word + sum + "\n").getBytes(StandardCharsets.UTF_8);
            this.search = new TokenSearch(token);
            this.searchAgain = new TokenSearch(token);
        }

        abstract void found();

        abstract void foundAgain();

        /** Told the first bytes of a stream that has no mark; returns what of them is handed on. */
        abstract byte[] missed(byte[] beginning);

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (searching) {
                search();
                searching = false;
            }
            var n = next(bytes, offset, length);
            if (n > 0) {
                searchAgain(ByteBuffer.wrap(bytes, offset, n));
            }
            return n;
        }

        private int next(byte[] bytes, int offset, int length) throws IOException {
            if (taken == pending.length) {
                return from.read(bytes, offset, length);
            }
            var n = Math.min(length, pending.length - taken);
            System.arraycopy(pending, taken, bytes, offset, n);
            taken += n;
            return n;
        }

        private void searchAgain(ByteBuffer piece) {
            while (!searchAgain.isFound()
                    && piece.position(searchAgain.next(piece)).hasRemaining()) {
                if (searchAgain.take(piece.get())) {
                    foundAgain();
                }
            }
        }

        private void search() throws IOException {
            var beginning = new ByteArrayOutputStream();
            var piece = new byte[PIECE];
            for (int n; (n = from.read(piece)) >= 0; ) {
                for (var i = 0; i < n; i++) {
                    if (search.take(piece[i])) {
                        pending = Arrays.copyOfRange(piece, i + 1, n);
                        found();
                        return;
                    }
                }
                beginning.write(piece, 0, Math.min(n, MESSAGE - beginning.size()));
            }
            pending = missed(beginning.toByteArray());
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
