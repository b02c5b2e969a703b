package dev.volta.core.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;

/** What a program reads on its standard input, from the beginning to its end, each time that it is opened. */
@FunctionalInterface
public interface CommandInput {
    int FIRST_PIECE = 1 << 10;
    int PIECE = 64 << 10;

    /** Ends at once. */
    CommandInput NOTHING = InputStream::nullInputStream;

    InputStream open() throws IOException;

    static CommandInput of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    default CommandInput followedBy(CommandInput rest) {
        return () -> new SequenceInputStream(open(), rest.open());
    }

    /**
     * Hands everything to a program, piece by piece, and ends its input; a program that ends or closes its input before is
     * given no more. An interrupt ends it too.
     *
     * @throws UncheckedIOException if this cannot be read to its end. The program's input is left open then: it must not
     *     take what it got for the whole, so whoever called ends the program.
     */
    default void feed(OutputStream program) {
        try (var from = open()) {
            var piece = new byte[FIRST_PIECE];
            for (int n; (n = from.read(piece)) >= 0; ) {
                if (!taken(program, piece, n)) {
                    break;
                }
                if (n == piece.length && n < PIECE) {
                    piece = new byte[PIECE];
                }
            }
        } catch (IOException e) {
            if (e instanceof InterruptedIOException || Thread.currentThread().isInterrupted()) {
                return;
            }
            throw unreadable(e);
        }
        try {
            program.close();
        } catch (IOException _) {
            // the program ended before
        }
    }

    /** The failure of a command whose input broke off. */
    static UncheckedIOException unreadable(IOException cause) {
        var told = "the input cannot be read: " + IoReason.withFile(cause);
        return new UncheckedIOException(told, new IOException(told, cause));
    }

    private static boolean taken(OutputStream program, byte[] piece, int length) {
        try {
            program.write(piece, 0, length);
            program.flush();
            return true;
        } catch (IOException _) {
            return false; // its exit status tells what it made of that
        }
    }
}
