package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The umask of this process, as Linux tells it in {@code /proc/self/status} (proc(5), since 4.7); 022 where it does not. */
public final class Umask {
    private static final String LINE = "Umask:";
    private static final int OCTAL = 8;
    private static final int USUAL = 022;

    /** From the highest, 0400, down. */
    private static final List<PosixFilePermission> BITS = List.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private Umask() {}

    /** What of {@code mode} a file gets that is made with it. */
    public static Set<PosixFilePermission> restrict(Set<PosixFilePermission> mode) throws IOException {
        var umask = read();
        var left = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.size(); bit++) {
            if (mode.contains(BITS.get(bit)) && (umask & (0400 >> bit)) == 0) {
                left.add(BITS.get(bit));
            }
        }
        return left;
    }

    /** Takes from {@code file} what a file that is made with its mode does not get. */
    public static void restrict(Path file) throws IOException {
        var mode = Files.getPosixFilePermissions(file);
        var left = restrict(mode);
        if (!left.equals(mode)) {
            Files.setPosixFilePermissions(file, left);
        }
    }

    private static int read() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(LINE))
                    .findFirst()
                    .map(line -> Integer.parseInt(line.substring(LINE.length()).strip(), OCTAL))
                    .orElse(USUAL);
        }
    }
}
