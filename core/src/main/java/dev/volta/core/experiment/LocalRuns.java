package dev.volta.core.experiment;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.workload.Site.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The run folders of this machine: {@code $XDG_RUNTIME_DIR/volta/<run>} or, without that variable, {@code
 * <tmp>/volta-<user>/<run>}. Each holds a file {@code owner}: pid and start time of the process that runs the
 * experiment, and in a second line the folder with the run's state. By it folders are recognised that a killed run left.
 */
public final class LocalRuns {
    /** sun_path has 108 bytes with the closing zero (unix(7)). */
    private static final int LONGEST_SOCKET_PATH = 107;

    /** The longest name of a socket in a run folder; the controller makes its own in a folder beside it first. */
    private static final String LONGEST_SOCKET_NAME = "/.controller.sock/s";

    private static final String OWNER = "owner";

    private final Path base;

    private LocalRuns(Path base) {
        this.base = base;
    }

    public static LocalRuns of(Map<String, String> environment) {
        var runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
        // The XDG Base Directory Specification says that a relative path is invalid and to be ignored.
        return new LocalRuns(
                runtime.isAbsolute()
                        ? runtime.resolve("volta")
                        : Path.of(System.getProperty("java.io.tmpdir"), "volta-" + System.getProperty("user.name")));
    }

    /** Where run {@code id} has its sockets; the path is checked to be short enough, nothing is made. */
    public Path folder(String id) {
        var folder = base.resolve(id);
        var longest = (folder + LONGEST_SOCKET_NAME).getBytes(StandardCharsets.UTF_8).length;
        if (longest > LONGEST_SOCKET_PATH) {
            throw new ConfigurationException(List.of(Problem.suggested(
                    new Origin.ByOption("XDG_RUNTIME_DIR"),
                    "",
                    "a socket in " + folder + " would have a path of " + longest + " bytes, and " + LONGEST_SOCKET_PATH
                            + " is the most",
                    "set it to a shorter folder")));
        }
        return folder;
    }

    /** A folder for the sockets of a command that is no run; what killed ones have left is removed before. */
    public Claim sockets(String command) throws IOException {
        sweep();
        return claim(command + "-" + ProcessHandle.current().pid());
    }

    /** Makes the folder of run {@code id} in the name of this process. */
    public Claim claim(String id) throws IOException {
        var folder = folder(id);
        Files.createDirectories(base);
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
        // A folder appears with its owner in it, or another run might take it for an abandoned one.
        var newborn = Files.createDirectory(base.resolve("." + id));
        Files.writeString(newborn.resolve(OWNER), ownerLine());
        Files.move(newborn, folder, StandardCopyOption.ATOMIC_MOVE);
        return new Claim(folder);
    }

    /** A run folder of this process. Closing it removes the folder, and the state, with whatever is left in them. */
    public static final class Claim implements AutoCloseable {
        private final Path folder;
        private Path state;

        private Claim(Path folder) {
            this.folder = folder;
            this.state = folder;
        }

        public Path folder() {
            return folder;
        }

        /** Has {@code path} removed too, by this claim or, if this process is killed, by a later run. */
        public void alsoHolds(Path path) throws IOException {
            state = path.toAbsolutePath();
            var renewed = folder.resolve("." + OWNER);
            Files.writeString(renewed, ownerLine() + state + "\n");
            Files.move(renewed, folder.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            remove(state);
            remove(folder);
        }
    }

    /** This process. */
    public static Owner owner() throws IOException {
        var pid = ProcessHandle.current().pid();
        return new Owner(pid, startTicks(pid));
    }

    private static String ownerLine() throws IOException {
        var owner = owner();
        return owner.pid() + " " + owner.startTicks() + "\n";
    }

    /** Removes what runs have left whose process is gone; their services have ended by themselves. */
    public void sweep() {
        if (!Files.isDirectory(base)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(base, Files::isDirectory)) {
            for (var folder : folders) {
                sweep(folder);
            }
        } catch (IOException e) {
            // What cannot be listed or removed now is left to a later run.
        }
    }

    private static void sweep(Path folder) throws IOException {
        List<String> owner;
        try {
            owner = Files.readAllLines(folder.resolve(OWNER));
        } catch (IOException e) {
            return; // another run's, at this moment coming or going
        }
        if (owner.isEmpty() || isAlive(owner.getFirst())) {
            return;
        }
        if (owner.size() > 1) {
            remove(Path.of(owner.get(1)));
        }
        remove(folder);
    }

    private static boolean isAlive(String owner) {
        var words = owner.split(" ", 2);
        try {
            return startTicks(Long.parseLong(words[0])) == Long.parseLong(words[1]);
        } catch (IOException e) {
            return false; // ENOENT, or ESRCH when it ends at this moment
        }
    }

    /** Field 22 of proc_pid_stat(5); the fields follow the command name, which is in parentheses. */
    private static long startTicks(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
