package dev.volta.cli.common;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, buffered. Writers that pass text on to it swallow what it throws, and others let it end the command: it
 * remembers the first failure, so that it is told once, in the end.
 */
public final class StandardOutput extends FilterOutputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    /** EPIPE: whoever read has enough. */
    private static final String READER_GONE = "Broken pipe";

    private volatile @Nullable Lost lost;

    /** Output did not arrive. */
    public static final class Lost extends IOException {
        private static final long serialVersionUID = 1;

        public Lost(IOException cause) {
            super("cannot write to standard output: " + cause.getMessage(), cause);
        }

        /** Whether nobody reads any more, as in {@code volta hash sum * | head -1}: nothing that a user has to be told. */
        public boolean isUnwanted() {
            return getCause() instanceof IOException cause && READER_GONE.equals(cause.getMessage());
        }
    }

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream unbuffered) {
        super(new BufferedOutputStream(unbuffered, BUFFER_BYTES));
    }

    /** The first failure, if there was one. */
    Optional<Lost> lost() {
        return Optional.ofNullable(lost);
    }

    @Override
    public void write(int b) throws IOException {
        try {
            out.write(b);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Lost failed(IOException e) {
        var first = lost;
        if (first == null) {
            first = new Lost(e);
            lost = first;
        }
        return first;
    }
}
