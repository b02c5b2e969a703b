package dev.volta.hashing.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The arguments of this process as the kernel has them. The virtual machine decodes them by the locale and loses what
 * does not fit; file names on the command line may be any bytes.
 */
public final class RawArguments {
    private RawArguments() {}

    /**
     * The last {@code count} arguments in the encoding of {@link RawPath#text()}: those that {@code main} was given, if
     * {@code count} is how many it was given.
     */
    public static List<String> lastOf(int count) {
        try {
            return lastOf(count, Files.readAllBytes(Path.of("/proc/self/cmdline")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code commandLine} as in proc_pid_cmdline(5): each argument ends with a zero byte. */
    static List<String> lastOf(int count, byte[] commandLine) {
        var found = new ArrayList<String>(count);
        var end = commandLine.length - 1;
        while (found.size() < count) {
            if (end < 0) {
                throw new IllegalArgumentException(
                        "this process has only " + found.size() + " arguments, not " + count);
            }
            var start = end;
            while (start > 0 && commandLine[start - 1] != 0) {
                start--;
            }
            found.add(EscapedUtf8.decode(Arrays.copyOfRange(commandLine, start, end)));
            end = start - 1;
        }
        Collections.reverse(found);
        return List.copyOf(found);
    }
}
