package dev.volta.core.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exactly as many bytes of a file as it had; fails if it has others by now. It is opened by the first who reads. */
final class WholeFile extends InputStream {
    private final SmallFile file;
    private long left;
    private @Nullable InputStream content;

    WholeFile(SmallFile file) {
        this.file = file;
        this.left = file.size();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (content == null) {
            content = Files.newInputStream(file.upload().source());
        }
        if (left == 0) {
            if (content.read() >= 0) {
                throw changed();
            }
            return -1;
        }
        var n = content.read(bytes, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw changed();
        }
        left -= n;
        return n;
    }

    private IOException changed() throws IOException {
        return new IOException(ToldSize.why(file.upload().source(), file.size()));
    }

    @Override
    public void close() throws IOException {
        if (content != null) {
            content.close();
        }
    }
}
