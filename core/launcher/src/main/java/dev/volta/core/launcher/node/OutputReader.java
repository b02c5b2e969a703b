package dev.volta.core.launcher.node;

import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads one output of a command: keeps the beginning, and counts and digests all of it. It is done when the output is
 * closed, or when {@code over} is raised and what was in the pipe has been read. What still has the output open then goes
 * on writing, to nowhere.
 */
final class OutputReader extends Thread {
    private static final int BYTES = 64 << 10;

    private final int input;
    private final int over;
    private final int limit;
    private @Nullable CapturedOutput captured; // guarded by this
    private @Nullable Throwable failure; // guarded by this

    /**
     * Not yet started.
     *
     * @param input what is read, and closed in the end
     */
    OutputReader(String name, int input, int over, int limit) {
        super(name);
        this.input = input;
        this.over = over;
        this.limit = limit;
        setDaemon(true);
    }

    /** Waits until it is done. */
    synchronized CapturedOutput await() {
        while (captured == null) {
            if (failure != null) {
                throw new IllegalStateException("the " + getName() + " failed", failure);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the " + getName() + " was waited for", e);
            }
        }
        return captured;
    }

    @Override
    public void run() {
        try (var calls = new SystemCalls()) {
            var buffer = calls.allocate(BYTES);
            if (!capture(calls, buffer)) {
                while (calls.read(input, buffer, BYTES) > 0) {
                    // to nowhere
                }
            }
            calls.close(input);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    /** Whether the output was closed. */
    private boolean capture(SystemCalls calls, MemorySegment buffer) {
        var digest = newDigest();
        var beginning = new ByteArrayOutputStream();
        var bytes = new byte[BYTES];
        var size = 0L;
        var closed = false;
        var isOver = false;
        var rest = SystemCalls.PIPE_BYTES;
        while (rest > 0) {
            var readable = calls.awaitReadable(input, over);
            isOver |= (readable & SystemCalls.SECOND) != 0;
            if ((readable & SystemCalls.FIRST) == 0) {
                break;
            }
            var read = calls.read(input, buffer, BYTES);
            if (read <= 0) {
                closed = true;
                break;
            }
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, read);
            digest.update(bytes, 0, read);
            beginning.write(bytes, 0, Math.min(read, limit - beginning.size()));
            size += read;
            if (isOver) {
                rest -= read; // it may be written faster than it is read
            }
        }
        synchronized (this) {
            captured = new CapturedOutput(size, HexFormat.of().formatHex(digest.digest()), beginning.toByteArray());
            notifyAll();
        }
        return closed;
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has SHA-256", e);
        }
    }
}
