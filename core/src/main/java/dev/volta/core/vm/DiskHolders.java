package dev.volta.core.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether anybody has a disk open, whatever is written down about machines: then it must not be removed. */
public final class DiskHolders {
    private DiskHolders() {}

    /** Who has it open, in words; empty if nobody has, or if there is none. */
    public static Optional<String> of(Path disk) {
        if (!Files.isRegularFile(disk)) {
            return Optional.empty();
        }
        try {
            var seen = RunningQemu.holders(disk);
            if (!seen.isEmpty()) {
                return Optional.of(seen.stream().map(DiskHolders::told).collect(Collectors.joining(", ")));
            }
            return FileUse.isOpen(disk) || FileUse.isLockedImage(disk)
                    ? Optional.of("a process that cannot be seen from here, such as one of a container or of another"
                            + " host, or a loop device (losetup -j " + disk + ")")
                    : Optional.empty();
        } catch (IOException e) {
            throw new VmException("it cannot be seen who has " + disk + " open: " + e.getMessage(), e);
        }
    }

    private static String told(LinuxProcess process) {
        try {
            var name = Files.readString(process.file("comm"), StandardCharsets.ISO_8859_1);
            return "process " + process.pid() + " (" + name.strip() + ")";
        } catch (IOException e) {
            return "process " + process.pid();
        }
    }
}
