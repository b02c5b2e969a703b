package dev.volta.hashing.engine.manifest;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.TreeWalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manifest line by line. Empty lines and lines that begin with {@code #} are passed over; a carriage return
 * before the end of a line belongs to the line end. A line is malformed if no path that a {@link TreeWalk} gives, with every
 * byte of it escaped, makes one as long.
 */
public final class ManifestReader implements AutoCloseable {
    private static final int LONGEST_LINE = 2 * TreeWalk.LONGEST_PATH + 1024;
    private static final int READ_BYTES = 64 << 10;

    private final InputStream in;
    private final LineParser parser;
    private final byte[] block = new byte[READ_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long number;

    /**
     * @param in need not be buffered
     * @param algorithm what the digests are; if null, lines in the BSD form say it, and the first line in the GNU form
     *     decides for all in that form by the length of its digest, 32 bytes being SHA-256 and 8 bytes nothing
     */
    public ManifestReader(InputStream in, @Nullable Algorithm algorithm) {
        this.in = in;
        parser = new LineParser(algorithm);
    }

    /** The next line, or null at the end. */
    public @Nullable ManifestLine next() throws IOException {
        while (readLine()) {
            number++;
            if (line.size() > LONGEST_LINE) {
                return new ManifestLine.Malformed(number);
            }
            var text = line.toByteArray();
            var length = text.length > 0 && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
            if (length > 0 && text[0] != '#') {
                return parser.parse(number, text, length);
            }
        }
        return null;
    }

    /** Reads up to a newline, which it drops. Of a line that is too long it keeps just enough to tell. */
    private boolean readLine() throws IOException {
        line.reset();
        var any = false;
        while (position < limit || fill()) {
            any = true;
            var start = position;
            while (position < limit && block[position] != '\n') {
                position++;
            }
            line.write(block, start, Math.min(position - start, LONGEST_LINE + 1 - line.size()));
            if (position < limit) {
                position++;
                break;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(block));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
