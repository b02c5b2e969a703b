package dev.volta.core.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The size that stat(2) tells of a file. What the kernel makes while it is read (proc(5), sysfs) has another: 0, or a page.
 * An upload cannot send such a file, because it compares content that stays.
 */
public final class ToldSize {
    private ToldSize() {}

    /** Why {@code file} cannot be sent, if it does not end where {@code size} tells. */
    public static Optional<String> objection(Path file, long size) throws IOException {
        return endsAt(file, size) ? Optional.empty() : Optional.of(why(file, size));
    }

    private static boolean endsAt(Path file, long size) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(ByteBuffer.allocate(1), size) < 0
                    && (size == 0 || channel.read(ByteBuffer.allocate(1), size - 1) >= 0);
        }
    }

    /** Why {@code file} has not as many bytes as {@code size} told. */
    static String why(Path file, long size) throws IOException {
        return Files.size(file) == size
                ? file + " has not the " + size + " bytes that the system tells of it, as files in /proc and /sys;"
                        + " send a copy of it"
                : file + " changed while it was sent";
    }
}
