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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, which the kernel releases when the process that has it ends, however it ends: it tells whether
 * somebody is alive also across PID namespaces and reused process numbers. The file stays when the lock is released.
 *
 * <p>Hazard: the JDK's locks are those of fcntl(2), which a process loses when it closes any descriptor of the file. So
 * nothing else in the process may open the file; this class remembers which it has locked and does not open them again.
 *
 * <p>Whether a lock is held can only be found out by taking it. So that nobody takes another's question for the lock, it is
 * two bytes: the first one is the lock, and whoever asks for it or takes it has the second one for that moment. An earlier
 * version locked the whole file, which is the same as the lock.
 */
public final class KernelLock implements AutoCloseable {
    private static final Map<Object, KernelLock> HELD = new HashMap<>(); // guarded by itself

    private static final long LOCK = 0;
    private static final long TURN = 1;
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** How long the second byte may be locked until it is taken for that of a whole file. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Between two tries, in nanoseconds, of whoever waits for the lock. */
    private static final long FIRST_LOOK = Duration.ofMillis(5).toNanos();

    private static final long LAST_LOOK = Duration.ofMillis(200).toNanos();

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
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            switch (attempt(file)) {
                case Attempt.Taken(var lock) -> {
                    return Optional.of(lock);
                }
                case Attempt.Held() -> {
                    return Optional.empty();
                }
                case Attempt.Gone() -> {} // as if it had never been there
                case Attempt.Asked() -> {
                    if (System.nanoTime() > deadline) {
                        return Optional.empty();
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    /** Asked before each further try, while somebody else has the lock. */
    @FunctionalInterface
    public interface Patience {
        /** Whether it is tried again after {@code waited}. */
        boolean lasts(Duration waited);
    }

    /** As {@link #tryTake(Path)}; waits for whoever has the lock, and is empty if {@code patience} has ended. */
    public static Optional<KernelLock> tryTake(Path file, Patience patience) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        for (var look = FIRST_LOOK; ; look = Math.min(LAST_LOOK, 2 * look)) {
            var lock = tryTake(file);
            if (lock.isPresent() || !patience.lasts(Duration.ofNanos(System.nanoTime() - begun))) {
                return lock;
            }
            TimeUnit.NANOSECONDS.sleep(look);
        }
    }

    /**
     * Takes the lock, and waits for whoever has it.
     *
     * @param undone what cannot be done without the lock, such as {@code nothing is written down}
     * @throws IOException if somebody still has it when {@code patience} is over
     */
    public static KernelLock take(Path file, Duration patience, String undone)
            throws IOException, InterruptedException {
        return tryTake(file, waited -> waited.compareTo(patience) < 0)
                .orElseThrow(() -> new IOException("another process has had the lock " + file + " for "
                        + patience.toSeconds() + " s, so that " + undone + "; end that process, or try again later"));
    }

    /**
     * Makes {@code file}, which must not be there, and takes its lock before it has that name: where it is, somebody has it
     * locked or has died.
     */
    public static KernelLock make(Path file) throws IOException {
        var unnamed = file.resolveSibling(file.getFileName() + ".new");
        var lock = tryTake(unnamed).orElseThrow(() -> new IOException(unnamed + " is locked by another process"));
        try {
            Files.move(unnamed, file);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private sealed interface Attempt {
        record Taken(KernelLock lock) implements Attempt {}

        record Held() implements Attempt {}

        /** Whoever had the lock removed the file before it was opened here, and others would lock another one. */
        record Gone() implements Attempt {}

        /** Somebody asks or takes just now. */
        record Asked() implements Attempt {}
    }

    private static Attempt attempt(Path file) throws IOException {
        synchronized (HELD) {
            var before = key(file);
            if (before != null && HELD.containsKey(before)) {
                return new Attempt.Held();
            }
            var channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(AtomicFile.PRIVATE));
            var kept = false;
            try (var turn = channel.tryLock(TURN, 1, false)) {
                var key = key(file);
                if (turn == null) {
                    return new Attempt.Asked();
                }
                if (channel.tryLock(LOCK, 1, false) == null) {
                    return new Attempt.Held();
                }
                if (key == null || !key.equals(key(file)) || (before != null && !before.equals(key))) {
                    return new Attempt.Gone();
                }
                var lock = new KernelLock(key, channel);
                HELD.put(key, lock);
                kept = true;
                return new Attempt.Taken(lock);
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
    }

    /** Whether a process that lives has the lock on {@code file}; a file that is not there is nobody's. */
    public static boolean isHeld(Path file) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var held = ask(file);
            if (held.isPresent()) {
                return held.get();
            }
            if (System.nanoTime() > deadline) {
                return true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Empty if somebody else asks or takes just now. */
    private static Optional<Boolean> ask(Path file) throws IOException {
        synchronized (HELD) {
            var key = key(file);
            if (key == null || HELD.containsKey(key)) {
                return Optional.of(key != null);
            }
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                    var turn = channel.tryLock(TURN, 1, false)) {
                if (turn == null) {
                    return Optional.empty();
                }
                try (var lock = channel.tryLock(LOCK, 1, false)) {
                    return Optional.of(lock == null);
                }
            } catch (NoSuchFileException _) {
                return Optional.of(false);
            }
        }
    }

    /** Device and inode: as long as a file is open, no other file gets them. */
    private static @Nullable Object key(Path file) throws IOException {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isOther()) {
                // To open a FIFO would wait for whoever reads it.
                throw new IOException(
                        file + " is " + FileKind.of(file, LinkOption.NOFOLLOW_LINKS) + ", and no lock; move it away");
            }
            return found.fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(key, this);
            channel.close();
        }
    }
}
