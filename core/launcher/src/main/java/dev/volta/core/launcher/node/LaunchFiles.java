package dev.volta.core.launcher.node;

import dev.volta.core.launcher.posix.Errno;
import dev.volta.core.launcher.posix.Spawn;
import dev.volta.core.launcher.posix.SystemCalls;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that a launch names, opened before it is started, so that what is wrong with one can be told from what is wrong
 * with another.
 */
final class LaunchFiles {
    private static final byte[] PATH = {'P', 'A', 'T', 'H'};

    private static final String USUAL_PATH = "/bin:/usr/bin";

    /** Types of files in their mode (inode(7)). */
    private static final int S_IFMT = 0170000;

    private static final int S_IFREG = 0100000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;

    private final SystemCalls calls;

    LaunchFiles(SystemCalls calls) {
        this.calls = calls;
    }

    /** A descriptor of the folder to start in; none if {@code name} is empty. */
    int openFolder(String name) throws NotStartedException {
        if (name.isEmpty()) {
            return Spawn.NONE;
        }
        if (!Spawn.canStartInFolder()) {
            throw new NotStartedException(
                    "folder " + name + ": the C library here can start no command in a folder (glibc can since 2.29)");
        }
        var folder = calls.open(SystemCalls.CURRENT_FOLDER, RawText.encode(name), SystemCalls.O_PATH);
        if (folder < 0) {
            throw failed("folder " + name, folder);
        }
        var opened = opened(folder);
        if (!Files.isDirectory(opened)) {
            calls.close(folder);
            throw new NotStartedException("folder " + name + ": Not a directory");
        }
        if (!Files.isExecutable(opened)) {
            calls.close(folder);
            throw new NotStartedException("folder " + name + ": Permission denied");
        }
        return folder;
    }

    /** A descriptor to read from; to open a FIFO would wait for whoever writes to it. */
    int openInput(String name) throws NotStartedException {
        var looked = calls.open(SystemCalls.CURRENT_FOLDER, RawText.encode(name), SystemCalls.O_PATH);
        if (looked < 0) {
            throw failed("standard input " + name, looked);
        }
        try {
            var opened = opened(looked);
            if (!isFileOrDevice(opened)) {
                throw new NotStartedException("standard input " + name + ": neither a regular file nor a device");
            }
            var input = calls.open(
                    SystemCalls.CURRENT_FOLDER,
                    opened.toString().getBytes(StandardCharsets.ISO_8859_1),
                    SystemCalls.O_RDONLY);
            if (input < 0) {
                throw failed("standard input " + name, input);
            }
            return input;
        } finally {
            calls.close(looked);
        }
    }

    private static boolean isFileOrDevice(Path opened) {
        try {
            var type = (Integer) Files.getAttribute(opened, "unix:mode") & S_IFMT;
            return type == S_IFREG || type == S_IFCHR || type == S_IFBLK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that {@code name} stands for, relative to {@code folder}: the name itself, or found in {@code PATH}. */
    byte[] findProgram(String name, int folder, Environment environment) throws NotStartedException {
        var from = folder == Spawn.NONE ? SystemCalls.CURRENT_FOLDER : folder;
        var program = RawText.encode(name);
        if (name.indexOf('/') >= 0) {
            var usable = usability(from, program);
            if (usable != 0) {
                throw unusable(name, from, program, usable);
            }
            return program;
        }
        var path = environment.value(PATH);
        if (path.length == 0) {
            path = USUAL_PATH.getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] refused = {};
        for (var start = 0; start <= path.length && !name.isEmpty(); ) {
            var end = start;
            while (end < path.length && path[end] != ':') {
                end++;
            }
            var candidate = inFolder(path, start, end, program);
            var usable = usability(from, candidate);
            if (usable == 0) {
                return candidate;
            }
            if (usable == -Errno.EACCES && refused.length == 0) {
                refused = candidate;
            }
            start = end + 1;
        }
        throw refused.length == 0
                ? new NotStartedException(name + ": not found in the PATH " + RawText.decode(path))
                : unusable(RawText.decode(refused), from, refused, -Errno.EACCES);
    }

    /** An empty folder in {@code PATH} is the current one. */
    private static byte[] inFolder(byte[] path, int start, int end, byte[] program) {
        var folder = end - start;
        if (folder == 0) {
            var here = new byte[2 + program.length];
            here[0] = '.';
            here[1] = '/';
            System.arraycopy(program, 0, here, 2, program.length);
            return here;
        }
        var candidate = new byte[folder + 1 + program.length];
        System.arraycopy(path, start, candidate, 0, folder);
        candidate[folder] = '/';
        System.arraycopy(program, 0, candidate, folder + 1, program.length);
        return candidate;
    }

    /** 0 if it is a file that may be executed. */
    private int usability(int folder, byte[] program) {
        var usable = calls.isExecutable(folder, program);
        if (usable != 0) {
            return usable;
        }
        var file = calls.open(folder, program, SystemCalls.O_PATH);
        if (file < 0) {
            return file;
        }
        var regular = Files.isRegularFile(opened(file));
        calls.close(file);
        return regular ? 0 : -Errno.EACCES;
    }

    /** Why a program that was found was not started. */
    String reason(String name, int error) {
        return switch (-error) {
            case Errno.ENOENT -> name + ": its interpreter is not there (its first line or its ELF header names it)";
            case Errno.ENOEXEC -> name + ": " + calls.message(-error) + " (a script has to begin with #!)";
            default -> name + ": " + calls.message(-error);
        };
    }

    private NotStartedException unusable(String name, int folder, byte[] program, int error) {
        var file = calls.open(folder, program, SystemCalls.O_PATH);
        if (error != -Errno.EACCES || file < 0) {
            return failed(name, error);
        }
        var directory = Files.isDirectory(opened(file));
        calls.close(file);
        return new NotStartedException(
                name + ": " + calls.message(-error) + (directory ? " (a directory)" : " (not executable)"));
    }

    private NotStartedException failed(String what, int error) {
        return new NotStartedException(what + ": " + calls.message(-error));
    }

    private static Path opened(int descriptor) {
        return Path.of("/proc/self/fd/" + descriptor);
    }
}
