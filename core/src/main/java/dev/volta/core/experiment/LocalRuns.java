package dev.volta.core.experiment;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.RuntimeFolder;
import dev.volta.core.wire.SocketPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The run folders of this machine: {@code <id>} in this user's {@link RuntimeFolder}, each with a file {@code <id>.run}
 * beside it, which the process that runs the experiment has locked. The kernel releases that lock when the process ends,
 * also in another PID namespace, and so a later run knows what a killed one has left, and removes it.
 */
public final class LocalRuns {
    /** The longest name of a socket in a run folder; the controller makes its own in a folder beside it first. */
    private static final Path LONGEST_SOCKET_NAME = Path.of(".controller.sock/s");

    private static final String LOCK = ".run";

    /** What a run may be called. Nothing else is swept: without a name its folder would be the one that all lie in. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RuntimeFolder runtime;

    public LocalRuns(RuntimeFolder runtime) {
        this.runtime = runtime;
    }

    /** Where run {@code id} has its sockets; the path is checked to be short enough, nothing is made. */
    public Path folder(String id) {
        var folder = runtime.path().resolve(id);
        var longest = folder.resolve(LONGEST_SOCKET_NAME);
        if (!SocketPath.fits(longest)) {
            throw new ConfigurationException(List.of(Problem.suggested(
                    new Origin.ByOption(RuntimeFolder.VARIABLE),
                    "",
                    "a socket in " + folder + " would have a path of " + SocketPath.bytes(longest) + " bytes, and "
                            + SocketPath.MOST_BYTES
                            + " is the most",
                    "set it to a shorter folder")));
        }
        return folder;
    }

    /** The file that the process of run {@code id} has locked as long as it lives. */
    public Path lock(String id) {
        return runtime.path().resolve(id + LOCK);
    }

    /** A folder for the sockets of a command that is no run; what killed ones have left is removed before. */
    public Claim sockets(String command) throws IOException, InterruptedException {
        sweep();
        return claim(command + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
    }

    /** Makes the folder of run {@code id} in the name of this process. */
    public Claim claim(String id) throws IOException, InterruptedException {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no run can be called '" + id + "'");
        }
        var folder = folder(id);
        runtime.make();
        // Who sweeps may have it for a moment, before it is seen to be ours.
        var lock = KernelLock.take(lock(id), PATIENCE, "the run " + id + " cannot begin");
        try {
            return new Claim(PrivateFolder.create(folder), lock(id), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A run folder of this process. Closing it removes the folder, and the state, with whatever is left in them. */
    public static final class Claim implements AutoCloseable {
        private final Path folder;
        private final Path lockFile;
        private final KernelLock lock;

        private Claim(Path folder, Path lockFile, KernelLock lock) {
            this.folder = folder;
            this.lockFile = lockFile;
            this.lock = lock;
        }

        public Path folder() {
            return folder;
        }

        /** Makes a folder that is removed too, by this claim or, if this process is killed, by a later run. */
        public void makeState(Path state) throws IOException {
            RunState.make(state, folder);
        }

        @Override
        public void close() throws IOException {
            try (lock) {
                remove(folder, lockFile);
            }
        }
    }

    /** Removes what runs have left whose process is gone; their services have ended by themselves. */
    public void sweep() {
        try (var locks = Files.newDirectoryStream(runtime.make(), "*" + LOCK)) {
            for (var lock : locks) {
                if (ID.matcher(id(lock)).matches()) {
                    sweep(lock);
                }
            }
        } catch (IOException | DirectoryIteratorException | ForeignFolderException e) {
            // What cannot be listed now is left to a later run.
        }
    }

    private static String id(Path lockFile) {
        var name = lockFile.getFileName().toString();
        return name.substring(0, name.length() - LOCK.length());
    }

    private static void sweep(Path lockFile) {
        try {
            var lock = KernelLock.tryTake(lockFile);
            if (lock.isPresent()) {
                try (var _ = lock.get()) {
                    remove(lockFile.resolveSibling(id(lockFile)), lockFile);
                }
            }
        } catch (IOException e) {
            // What cannot be removed now is left to a later run.
        }
    }

    /** By whoever has the lock. The lock file goes last: as long as it is there, it can be done again. */
    private static void remove(Path folder, Path lockFile) throws IOException {
        RunState.removeWith(folder);
        Files.deleteIfExists(lockFile);
    }
}
