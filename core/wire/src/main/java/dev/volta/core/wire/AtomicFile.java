package dev.volta.core.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces small files at once: whoever reads one finds the old content or the new, whole, also after a power cut. The
 * content is written beside the file, synced (fsync(2)) and renamed into place, and the folder is synced. A process that
 * is killed in between leaves a file {@code .volta-*.new}. An interrupt does not keep the state from being written: it is
 * found in the thread's flag afterwards.
 */
public final class AtomicFile {
    /** For the owner alone. */
    public static final Set<PosixFilePermission> PRIVATE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Written by the owner, read by everybody. */
    public static final Set<PosixFilePermission> PUBLIC = Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    private AtomicFile() {}

    /** Replaces {@code file} by one for its owner alone. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, PRIVATE);
    }

    /**
     * Replaces {@code file}, or makes it. A symbolic link of that name is replaced itself; what is no regular file, such as
     * {@code /dev/null}, is not.
     *
     * @param mode of the new file, whatever the umask is; until it is whole it is for its owner alone
     */
    public static void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        ReplaceableFile.require(file);
        var folder = folder(file);
        var fresh = create(folder);
        try {
            fill(fresh, content, mode, file);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        sync(folder);
    }

    /**
     * Puts {@code fresh}, which was written beside it, in the place of {@code file}: for what is too large to be written at
     * once.
     */
    public static void publish(Path fresh, Path file) throws IOException {
        ReplaceableFile.require(file);
        uninterrupted(fresh, Set.of(StandardOpenOption.WRITE), channel -> channel.force(true));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        sync(folder(file));
    }

    /**
     * Makes {@code file} for its owner alone, unless there is one: of several that do so at a time one wins, and nobody
     * finds half of it.
     *
     * @return whether it was made
     */
    public static boolean create(Path file, byte[] content) throws IOException {
        var folder = folder(file);
        var fresh = create(folder);
        try {
            fill(fresh, content, PRIVATE, file);
            linkOrMove(fresh, file);
            sync(folder);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Some file systems have no links; there two that come at the same moment may both succeed. */
    private static void linkOrMove(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException _) {
            Files.move(fresh, file);
        }
    }

    /** Removes {@code file} if it is there, so that it does not come back after a power cut. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(folder(file));
        }
    }

    /** Makes renames, new files and removals in {@code folder} outlast a power cut. */
    public static void sync(Path folder) throws IOException {
        try {
            uninterrupted(folder, Set.of(StandardOpenOption.READ), channel -> channel.force(true));
        } catch (NoSuchFileException _) {
            // removed by somebody in the meantime, and with it what was to outlast
        }
    }

    /** @param file named in a failure, such as that of a full disk, of which a channel does not tell where it was */
    private static void fill(Path fresh, byte[] content, Set<PosixFilePermission> mode, Path file) throws IOException {
        try {
            fill(fresh, content, mode);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw (FileSystemException) new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
        }
    }

    private static void fill(Path fresh, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        uninterrupted(fresh, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING), channel -> {
            for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            Files.setPosixFilePermissions(fresh, mode);
            channel.force(true);
        });
    }

    private interface Use {
        void of(FileChannel channel) throws IOException;
    }

    /** An interrupt closes the channel of the thread that uses it, in the middle; so it is used again, from its beginning. */
    private static void uninterrupted(Path path, Set<StandardOpenOption> how, Use use) throws IOException {
        var interrupted = Thread.interrupted();
        try {
            while (true) {
                try (var channel = FileChannel.open(path, how)) {
                    use.of(channel);
                    return;
                } catch (ClosedByInterruptException _) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Path folder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not the name of a file");
        }
        return folder;
    }

    private static Path create(Path folder) throws IOException {
        while (true) {
            var name = ".volta-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".new";
            try {
                return Files.createFile(folder.resolve(name), PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileAlreadyExistsException _) {
                // the next name
            }
        }
    }
}
