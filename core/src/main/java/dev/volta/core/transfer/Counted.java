package dev.volta.core.transfer;

import dev.volta.core.remote.CommandInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes of an input were read so far. */
record Counted(CommandInput input, LongConsumer told) implements CommandInput {
    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(input.open()) {
            private long bytes;

            @Override
            public int read() throws IOException {
                return count(super.read(), 1);
            }

            @Override
            public int read(byte[] piece, int offset, int length) throws IOException {
                var n = super.read(piece, offset, length);
                return count(n, n);
            }

            private int count(int result, int read) {
                if (result >= 0) {
                    bytes += read;
                    told.accept(bytes);
                }
                return result;
            }
        };
    }
}
