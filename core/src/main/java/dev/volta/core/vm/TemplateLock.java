package dev.volta.core.vm;

import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Held by the one that makes something, among the threads of this process and among processes; a killed one loses it. */
final class TemplateLock implements AutoCloseable {
    /** A process's locks of files do not hold between its own threads (fcntl_locking(2)). */
    private static final Map<Path, ReentrantLock> OF_THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock threads;
    private final FileChannel channel;
    private final FileLock held;

    private TemplateLock(ReentrantLock threads, FileChannel channel, FileLock held) {
        this.threads = threads;
        this.channel = channel;
        this.held = held;
    }

    /**
     * Takes it, or waits.
     *
     * @param waiting called before it waits for another process
     */
    static TemplateLock take(Path file, Runnable waiting) throws IOException, InterruptedException {
        var threads = OF_THREADS.computeIfAbsent(file.toAbsolutePath(), _ -> new ReentrantLock());
        threads.lockInterruptibly();
        try {
            RegularFile.requireIfThere(file);
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                var held = channel.tryLock();
                if (held == null) {
                    waiting.run();
                    held = channel.lock();
                }
                return new TemplateLock(threads, channel, held);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (FileLockInterruptionException e) {
            threads.unlock();
            throw (InterruptedException) new InterruptedException("while waiting for " + file).initCause(e);
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            held.release();
            channel.close();
        } finally {
            threads.unlock();
        }
    }
}
