package dev.volta.core.keeper.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The process that listens on a Unix socket and does not answer, as the kernel shows it: {@code /proc/net/unix} has the inode
 * of the socket, and {@code /proc/PID/fd} who has it open (proc_pid_net(5), proc_pid_fd(5)).
 */
record SocketOwner(long pid) {
    private static final int INODE = 6;
    private static final int PATH = 7;

    /** What to do about a keeper that does not answer on {@code socket}. */
    static String remedy(Path socket) {
        return of(socket)
                .map(owner -> owner.isStopped()
                        ? "its process " + owner.pid + " is stopped by a signal: kill -CONT " + owner.pid
                                + " lets it go on"
                        : "end its process (kill " + owner.pid + ") and try again")
                .orElse("end its process and try again");
    }

    /** Empty if it cannot be seen, as in another PID namespace. */
    private static Optional<SocketOwner> of(Path socket) {
        try {
            var links = links(socket);
            return ProcessHandle.allProcesses()
                    .map(ProcessHandle::pid)
                    .filter(pid -> hasOpen(pid, links))
                    .findFirst()
                    .map(SocketOwner::new);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What links of descriptors to a socket of this name are like; the kernel writes the name as it was bound. */
    private static Set<String> links(Path socket) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1)) {
            var name = new String(socket.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return lines.map(line -> line.strip().split(" +", PATH + 1))
                    .filter(fields -> fields.length > PATH && fields[PATH].equals(name))
                    .map(fields -> "socket:[" + fields[INODE] + "]")
                    .collect(Collectors.toSet());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean hasOpen(long pid, Set<String> links) {
        try (var open = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var descriptor : open) {
                if (links.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // it has ended, or is another user's
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return ""; // it was closed meanwhile
        }
    }

    private boolean isStopped() {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
        } catch (IOException _) {
            return false;
        }
    }
}
