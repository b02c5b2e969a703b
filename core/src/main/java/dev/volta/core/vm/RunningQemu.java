package dev.volta.core.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A QEMU that runs here, as proc(5) shows it: what was written down about it may be lost or be about another one.
 *
 * @param files that it has open; none if it is another user's
 */
record RunningQemu(LinuxProcess process, RunningArguments arguments, List<OpenFile> files) {
    /** What QEMU calls the file that keeps a machine's changes to the image; it is removed when it is open. */
    private static final String TEMPORARY = "vl.";

    private static final String PROGRAM = "qemu-system";
    private static final String REMOVED = " (deleted)";
    private static final Path PROC = Path.of("/proc");

    RunningQemu {
        files = List.copyOf(files);
    }

    /**
     * A file that a process has open.
     *
     * @param path where it is by now; where it was if it was removed
     * @param key device and inode
     */
    record OpenFile(Path path, boolean removed, Object key) {}

    /** All that this process can see. */
    static List<RunningQemu> all() {
        var found = new ArrayList<RunningQemu>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new VmException("the processes of this machine cannot be listed: " + e, e);
        }
        return List.copyOf(found);
    }

    /** The one with this number; empty if that is none, or has ended. */
    static Optional<RunningQemu> of(long pid) {
        try {
            var process = LinuxProcess.now(pid);
            if (!Files.readString(process.file("comm"), StandardCharsets.ISO_8859_1)
                    .startsWith(PROGRAM)) {
                return Optional.empty();
            }
            var argv = new String(Files.readAllBytes(process.file("cmdline")), StandardCharsets.UTF_8).split("\0", -1);
            return process.isAlive()
                    ? Optional.of(new RunningQemu(process, new RunningArguments(List.of(argv)), openFiles(process)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it ended just now
        }
    }

    /** Which processes have the file open, whatever programs they are, as far as this one may see that. */
    static List<LinuxProcess> holders(Path file) throws IOException {
        var wanted = key(file);
        var name = name(file);
        var found = new ArrayList<LinuxProcess>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var entry : processes) {
                var process =
                        LinuxProcess.now(Long.parseLong(entry.getFileName().toString()));
                if (process.pid() != ProcessHandle.current().pid()
                        && openFiles(process, name).stream()
                                .anyMatch(open -> open.key().equals(wanted))) {
                    found.add(process);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return List.copyOf(found);
    }

    /** Device and inode of a file; null if there is none. */
    static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<OpenFile> openFiles(LinuxProcess process) {
        return openFiles(process, "");
    }

    /** Only those that are called {@code name}, unless that is empty: to look at a file may take for ever. */
    private static List<OpenFile> openFiles(LinuxProcess process, String name) {
        var files = new ArrayList<OpenFile>();
        try (var descriptors = Files.newDirectoryStream(process.file("fd"))) {
            addTo(files, descriptors, name);
        } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
            return List.copyOf(files); // it is another user's, or ends just now
        }
        return List.copyOf(files);
    }

    /** Those of {@code descriptors} that are files. */
    static void addTo(List<OpenFile> files, Iterable<Path> descriptors, String name) throws IOException {
        for (var descriptor : descriptors) {
            try {
                opened(descriptor, name).ifPresent(files::add);
            } catch (NoSuchFileException _) {
                // It was closed meanwhile; the others still count.
            }
        }
    }

    private static Optional<OpenFile> opened(Path descriptor, String name) throws IOException {
        var link = Files.readSymbolicLink(descriptor).toString();
        var removed = link.endsWith(REMOVED);
        var path = Path.of(removed ? link.substring(0, link.length() - REMOVED.length()) : link);
        if (!path.isAbsolute() || !(name.isEmpty() || name(path).equals(name))) {
            return Optional.empty();
        }
        return Optional.ofNullable(key(descriptor)).map(key -> new OpenFile(path, removed, key));
    }

    /** Whether what its arguments say may be believed. */
    boolean isOurs() {
        return process.isOurs();
    }

    boolean hasOpen(Object key) {
        return files.stream().anyMatch(file -> file.key().equals(key));
    }

    /** The disk that its machine keeps, under that name wherever it is by now. */
    Optional<OpenFile> disk() {
        return files.stream()
                .filter(file -> name(file.path()).equals(VmFiles.DISK))
                .findFirst();
    }

    /** The folder with its machine's changes to the image. */
    Optional<Path> temporaryFolder() {
        return files.stream()
                .filter(file -> file.removed() && name(file.path()).startsWith(TEMPORARY))
                .map(file -> file.path().getParent())
                .findFirst();
    }
}
