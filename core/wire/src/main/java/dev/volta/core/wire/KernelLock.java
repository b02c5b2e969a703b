package dev.volta.core.wire;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, which the kernel releases when the process that has it ends, however it ends: it tells whether
 * somebody is alive also across PID namespaces and reused process numbers. The file stays when the lock is released.
 *
 * <p>Hazard: the JDK's locks are those of fcntl(2), which a process loses when it closes any descriptor of the file. So
 * nothing else in the process may open the file; this class remembers which it has locked and does not open them again.
 */
public final class KernelLock implements AutoCloseable {
    private static final Map<Object, KernelLock> HELD = new HashMap<>(); // guarded by itself

    private final Object key;
    private final FileChannel channel;

    private KernelLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock on {@code file}, which is made with mode 0600 if there is none; empty if somebody has it. A symbolic
     * link of that name is refused.
     */
    public static Optional<KernelLock> tryTake(Path file) throws IOException {
        synchronized (HELD) {
            while (true) {
                var before = key(file);
                if (before != null && HELD.containsKey(before)) {
                    return Optional.empty();
                }
                var channel = FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(AtomicFile.PRIVATE));
                var kept = false;
                try {
                    var key = key(file);
                    if (channel.tryLock() == null) {
                        return Optional.empty();
                    }
                    // Whoever had the lock may have removed the file before: then it is no longer what others would
                    // lock.
                    if (key != null && key.equals(key(file)) && (before == null || before.equals(key))) {
                        var lock = new KernelLock(key, channel);
                        HELD.put(key, lock);
                        kept = true;
                        return Optional.of(lock);
                    }
                } finally {
                    if (!kept) {
                        channel.close();
                    }
                }
            }
        }
    }

    /** Whether a process that lives has the lock on {@code file}; a file that is not there is nobody's. */
    public static boolean isHeld(Path file) throws IOException {
        synchronized (HELD) {
            var key = key(file);
            if (key == null || HELD.containsKey(key)) {
                return key != null;
            }
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                    var lock = channel.tryLock()) {
                return lock == null;
            } catch (NoSuchFileException _) {
                return false;
            }
        }
    }

    /** Device and inode, which a file that is open keeps to itself. */
    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(key);
            channel.close();
        }
    }
}
