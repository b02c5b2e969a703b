package dev.volta.core.experiment;

import dev.volta.core.workload.Site.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;

/**
 * The run folders of this machine: {@code $XDG_RUNTIME_DIR/volta/<run>} or, without that variable, {@code
 * <tmp>/volta-<user>/<run>}. Each holds a file {@code owner} (pid and start time of the process that runs the
 * experiment), by which folders are recognised that a killed run left behind.
 */
public final class LocalRuns {
    /** sun_path has 108 bytes with the closing zero (unix(7)). */
    private static final int LONGEST_SOCKET_PATH = 107;

    private static final String LONGEST_SOCKET_NAME = "/controller.sock.part";

    private final Path base;

    private LocalRuns(Path base) {
        this.base = base;
    }

    public static LocalRuns of(Map<String, String> environment) {
        var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        var base = runtime.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), "volta-" + System.getProperty("user.name"))
                : Path.of(runtime, "volta");
        return new LocalRuns(base);
    }

    /** Where run {@code id} has its sockets; the path is checked to be short enough, nothing is made. */
    public Path folder(String id) {
        var folder = base.resolve(id);
        var longest = (folder + LONGEST_SOCKET_NAME).getBytes(StandardCharsets.UTF_8).length;
        if (longest > LONGEST_SOCKET_PATH) {
            throw new IllegalArgumentException("the path of a socket in " + folder + " would have " + longest
                    + " bytes, and " + LONGEST_SOCKET_PATH + " is the most; set XDG_RUNTIME_DIR to a shorter folder");
        }
        return folder;
    }

    /** Makes the folder of run {@code id} in the name of this process. */
    public Path claim(String id) throws IOException {
        Files.createDirectories(base);
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
        var folder = Files.createDirectory(folder(id));
        var owner = owner();
        Files.writeString(folder.resolve("owner"), owner.pid() + " " + owner.startTicks() + "\n");
        return folder;
    }

    /** This process. */
    public static Owner owner() throws IOException {
        var pid = ProcessHandle.current().pid();
        return new Owner(pid, startTicks(pid));
    }

    /** Removes what runs have left whose process is gone; their services have ended by themselves. */
    public void sweep() throws IOException {
        if (!Files.isDirectory(base)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(base, Files::isDirectory)) {
            for (var folder : folders) {
                if (isAbandoned(folder)) {
                    remove(folder);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        try {
            var words = Files.readString(folder.resolve("owner")).strip().split(" ", -1);
            return startTicks(Long.parseLong(words[0])) != Long.parseLong(words[1]);
        } catch (NoSuchFileException e) {
            // No such process; or a folder without an owner, which another run is making at this moment.
            return Files.exists(folder.resolve("owner"));
        }
    }

    /** Field 22 of proc_pid_stat(5); the fields follow the command name, which is in parentheses. */
    private static long startTicks(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            // A service of that run is ending right now; the next run removes the rest.
        }
    }
}
