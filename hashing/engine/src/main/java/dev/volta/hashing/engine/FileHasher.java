package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.Errno;
import dev.volta.hashing.engine.posix.FileStatus;
import dev.volta.hashing.engine.posix.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * Hashes files one after the other through one native buffer. It belongs to the thread that made it.
 *
 * <p>A regular file is looked at by name before it is opened, because to open a FIFO or a device already does something to
 * it, and through its descriptor after the last byte. If the two looks differ the outcome is {@link Failure#CHANGED}.
 * A file that the first look calls empty is read to its end all the same, because procfs calls all its files empty.
 *
 * <p>Where anything is {@link Accepted} it is opened without a look, waiting for the writer of a FIFO, and read to its
 * end. A regular file that changed meanwhile is still {@link Failure#CHANGED}; but a size that is wrong and stays so is
 * the way of sysfs.
 */
public final class FileHasher implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int OPEN_FLAGS = SystemCalls.O_RDONLY | SystemCalls.O_NONBLOCK | SystemCalls.O_NOCTTY;

    private final Digest digest;
    private final Accepted accepted;
    private final SystemCalls calls = new SystemCalls();
    private final MemorySegment buffer = calls.allocate(BUFFER_BYTES);
    private final ByteBuffer view = buffer.asByteBuffer();

    public FileHasher(Algorithm algorithm) {
        this(algorithm, Accepted.REGULAR_FILES);
    }

    public FileHasher(Algorithm algorithm, Accepted accepted) {
        digest = algorithm.newDigest();
        this.accepted = accepted;
    }

    /** Hashes what {@code path} leads to, symbolic links followed. {@code onBytes} is told of every piece read. */
    public FileOutcome hash(RawPath path, LongConsumer onBytes) {
        return switch (accepted) {
            case REGULAR_FILES -> hashRegularFile(path, onBytes);
            case ANYTHING -> hashAnything(path, onBytes);
        };
    }

    private FileOutcome hashRegularFile(RawPath path, LongConsumer onBytes) {
        var looked = calls.stat(path.shared(), true);
        if (looked < 0) {
            return FileOutcome.Failed.ofErrno(-looked);
        }
        var before = calls.status();
        if (!before.isRegular()) {
            return notRegular(before);
        }
        var descriptor = calls.open(path.shared(), OPEN_FLAGS);
        if (descriptor < 0) {
            return FileOutcome.Failed.ofErrno(-descriptor);
        }
        try {
            return hash(descriptor, before, onBytes);
        } finally {
            calls.close(descriptor);
        }
    }

    private FileOutcome hashAnything(RawPath path, LongConsumer onBytes) {
        var descriptor = calls.open(path.shared(), SystemCalls.O_RDONLY | SystemCalls.O_NOCTTY);
        if (descriptor < 0) {
            return FileOutcome.Failed.ofErrno(-descriptor);
        }
        try {
            return hashOpen(descriptor, onBytes);
        } finally {
            calls.close(descriptor);
        }
    }

    private FileOutcome hashOpen(int descriptor, LongConsumer onBytes) {
        var looked = calls.stat(descriptor);
        if (looked < 0) {
            return FileOutcome.Failed.ofErrno(-looked);
        }
        var before = calls.status();
        var read = readAll(descriptor, 0, onBytes);
        var value = digest.finish();
        if (read < 0) {
            return FileOutcome.Failed.ofErrno((int) -read);
        }
        if (before.isRegular() && calls.stat(descriptor) == 0 && !calls.status().equals(before)) {
            return new FileOutcome.Failed(Failure.CHANGED, change(before, calls.status(), read));
        }
        return new FileOutcome.Hashed(value, read);
    }

    private FileOutcome hash(int descriptor, FileStatus before, LongConsumer onBytes) {
        var read = readAll(descriptor, before.size(), onBytes);
        // Always finished, so that what a failed read left behind does not leak into the next file.
        var value = digest.finish();
        if (read < 0) {
            return FileOutcome.Failed.ofErrno((int) -read);
        }
        var looked = calls.stat(descriptor);
        if (looked < 0) {
            return FileOutcome.Failed.ofErrno(-looked);
        }
        var after = calls.status();
        if (!after.isRegular()) {
            return notRegular(after);
        }
        if (!before.equals(after) || (read != before.size() && before.size() != 0)) {
            return new FileOutcome.Failed(Failure.CHANGED, change(before, after, read));
        }
        return new FileOutcome.Hashed(value, read);
    }

    /** Digests the expected bytes, or all there are if none are expected; a second look tells whether more came. */
    private long readAll(int descriptor, long expected, LongConsumer onBytes) {
        long total = 0;
        while (expected == 0 || total < expected) {
            var count = calls.read(descriptor, buffer, BUFFER_BYTES);
            if (count <= 0) {
                return count < 0 ? count : total;
            }
            digest.update(view.clear().limit((int) count));
            total += count;
            onBytes.accept(count);
        }
        return total;
    }

    private static FileOutcome.Failed notRegular(FileStatus status) {
        var detail = status.isDirectory() ? Errno.message(Errno.EISDIR) : "Not a regular file";
        return new FileOutcome.Failed(Failure.NOT_REGULAR, detail);
    }

    private static String change(FileStatus before, FileStatus after, long read) {
        if (!before.isSameFile(after)) {
            return "Replaced by another file before it was read";
        }
        if (after.size() > before.size()) {
            return "Grew from %d to %d bytes while it was read".formatted(before.size(), after.size());
        }
        if (after.size() < before.size()) {
            return "Shrank from %d to %d bytes while it was read".formatted(before.size(), after.size());
        }
        return read == before.size()
                ? "Modified while it was read"
                : "Has %d bytes but gave %d".formatted(before.size(), read);
    }

    @Override
    public void close() {
        calls.close();
    }
}
