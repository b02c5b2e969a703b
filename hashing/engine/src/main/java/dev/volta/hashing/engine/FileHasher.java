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
 * Where anything is {@link Accepted} it is opened without a look, waiting for the writer of a FIFO.
 *
 * <p>A size is a hint: procfs calls its files empty, sysfs calls them a page long, and a file system in user space may
 * say what it likes. So everything is read to its end, and a size that is wrong and stays so is no change. A file that
 * gives more than its size is looked at after each piece, or one that grows as fast as it is read would be read for ever.
 * Of what the kernel makes while it is read no more than {@link #MOST_FROM_KERNEL} bytes are read: some of these files have
 * no end in any useful time. Where anything is accepted, they are read to the end all the same.
 */
public final class FileHasher implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final long MIB = 1 << 20;

    /** Of a file in procfs, sysfs and their like; the largest one that is of use to anybody has a fraction of it. */
    private static final long MOST_FROM_KERNEL = 32 * MIB;

    /** In place of a number of bytes that were read: there were more than {@link #MOST_FROM_KERNEL}. */
    private static final long NO_END = Long.MIN_VALUE;

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
        return before.isRegular() ? hash(descriptor, before, onBytes) : outcome(readAll(descriptor, onBytes));
    }

    private FileOutcome hash(int descriptor, FileStatus before, LongConsumer onBytes) {
        var outcome = outcome(readUnlessItChanges(descriptor, before, onBytes));
        if (!(outcome instanceof FileOutcome.Hashed)) {
            return outcome;
        }
        var looked = calls.stat(descriptor);
        if (looked < 0) {
            return FileOutcome.Failed.ofErrno(-looked);
        }
        var after = calls.status();
        if (!after.isRegular()) {
            return notRegular(after);
        }
        return before.equals(after) ? outcome : new FileOutcome.Failed(Failure.CHANGED, change(before, after));
    }

    /** The digest is always finished, so that what a failed read left behind does not leak into the next file. */
    private FileOutcome outcome(long read) {
        var value = digest.finish();
        if (read == NO_END) {
            return new FileOutcome.Failed(
                    Failure.NOT_REGULAR,
                    "More than " + MOST_FROM_KERNEL / MIB
                            + " MiB in a file that the kernel makes while it is read (procfs, sysfs): it may have no end");
        }
        return read < 0 ? FileOutcome.Failed.ofErrno((int) -read) : new FileOutcome.Hashed(value, read);
    }

    private long readUnlessItChanges(int descriptor, FileStatus before, LongConsumer onBytes) {
        long total = 0;
        while (true) {
            var count = read(descriptor, onBytes);
            if (count <= 0) {
                return count < 0 ? count : total;
            }
            total += count;
            if (total > MOST_FROM_KERNEL && total - count <= MOST_FROM_KERNEL && hasNoEnd(descriptor)) {
                return NO_END;
            }
            if (total > before.size()
                    && (calls.stat(descriptor) < 0 || !calls.status().equals(before))) {
                return total;
            }
        }
    }

    private boolean hasNoEnd(int descriptor) {
        return accepted == Accepted.REGULAR_FILES && calls.isMadeByKernel(descriptor);
    }

    private long readAll(int descriptor, LongConsumer onBytes) {
        long total = 0;
        for (var count = read(descriptor, onBytes); count != 0; count = read(descriptor, onBytes)) {
            if (count < 0) {
                return count;
            }
            total += count;
        }
        return total;
    }

    /** Digests the next piece; returns its length, 0 at the end, or a negated error number. */
    private long read(int descriptor, LongConsumer onBytes) {
        var count = calls.read(descriptor, buffer, BUFFER_BYTES);
        if (count > 0) {
            digest.update(view.clear().limit((int) count));
            onBytes.accept(count);
        }
        return count;
    }

    private static FileOutcome.Failed notRegular(FileStatus status) {
        var detail = status.isDirectory() ? Errno.message(Errno.EISDIR) : "Not a regular file";
        return new FileOutcome.Failed(Failure.NOT_REGULAR, detail);
    }

    private static String change(FileStatus before, FileStatus after) {
        if (!before.isSameFile(after)) {
            return "Replaced by another file before it was read";
        }
        if (after.size() > before.size()) {
            return "Grew from %d to %d bytes while it was read".formatted(before.size(), after.size());
        }
        if (after.size() < before.size()) {
            return "Shrank from %d to %d bytes while it was read".formatted(before.size(), after.size());
        }
        return before.isModifiedAs(after)
                ? "Its mode, owner, links or name changed while it was read"
                : "Modified while it was read";
    }

    @Override
    public void close() {
        calls.close();
    }
}
