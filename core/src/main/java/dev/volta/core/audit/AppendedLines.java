package dev.volta.core.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The end of a file that processes append lines to. A line that a full disk has cut, whoever wrote it, is ended first: the next
 * one would be joined to it.
 */
final class AppendedLines extends OutputStream {
    // Not a FileChannel: an interrupted thread would close that for all others.
    private final FileOutputStream out;
    private final RandomAccessFile in;

    AppendedLines(Path file) throws IOException {
        this.out = new FileOutputStream(file.toFile(), true);
        try {
            this.in = new RandomAccessFile(file.toFile(), "r");
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Writes {@code line}, with its line feed, by one call of the system. */
    @Override
    public void write(byte[] line) throws IOException {
        if (isCut()) {
            out.write('\n');
        }
        out.write(line);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    private boolean isCut() throws IOException {
        var length = in.length();
        if (length == 0) {
            return false; // devices too
        }
        in.seek(length - 1);
        return in.read() != '\n';
    }

    @Override
    public void close() throws IOException {
        try (in) {
            out.close();
        }
    }
}
