package dev.volta.core.fleet;

import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream that can be read once, made into one that every node can read from its beginning. It goes into a temporary
 * file as fast as it comes, and each reader follows at its own pace, so that a slow node holds up no other and memory
 * does not grow. The file has mode 0600 and no name any more when the first byte is written: it is gone with the process.
 */
public final class SpooledInput implements CommandInput, AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final RandomAccessFile file; // not a channel, which an interrupted reader would close for all others
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long length; // guarded by lock
    private boolean ended; // guarded by lock
    private @Nullable IOException failure; // guarded by lock

    private SpooledInput(RandomAccessFile file, InputStream source) {
        this.file = file;
        this.thread = Thread.ofPlatform().name("stdin").daemon().unstarted(() -> fill(source));
    }

    /** Begins to read {@code source}, on a thread of its own. */
    public static SpooledInput of(InputStream source) {
        try {
            var path = Files.createTempFile("volta-input-", ""); // mode 0600
            try {
                var spooled = new SpooledInput(new RandomAccessFile(path.toFile(), "rw"), source);
                spooled.thread.start();
                return spooled;
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the input cannot be kept in a temporary file: " + IoReason.withFile(e), e);
        }
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int wanted) throws IOException {
                var n = wanted == 0 ? 0 : take(position, bytes, offset, wanted);
                position += Math.max(0, n);
                return n;
            }
        };
    }

    /** Readers that are still at it fail. */
    @Override
    public void close() {
        end(new IOException("it is closed"));
        thread.interrupt();
        lock.lock();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void fill(InputStream source) {
        var piece = new byte[PIECE];
        try {
            for (int n; (n = source.read(piece)) >= 0; ) {
                append(piece, n);
            }
            end(null);
        } catch (IOException e) {
            end(e);
        } catch (RuntimeException | Error e) {
            end(new IOException("it cannot be read: " + e, e));
        }
    }

    private void append(byte[] piece, int n) throws IOException {
        lock.lock();
        try {
            file.seek(length);
            file.write(piece, 0, n);
            length += n;
            changed.signalAll();
        } catch (IOException e) {
            throw new IOException("it cannot be kept in a temporary file: " + IoReason.withFile(e), e);
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable IOException reason) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private int take(long position, byte[] bytes, int offset, int wanted) throws IOException {
        lock.lock();
        try {
            while (position == length && !ended) {
                changed.await();
            }
            if (position < length) {
                file.seek(position);
                return file.read(bytes, offset, (int) Math.min(wanted, length - position));
            }
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            return -1;
        } catch (InterruptedException e) {
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            lock.unlock();
        }
    }
}
