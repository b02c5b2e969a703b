package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: its content, then u32 CRC-32C of that. A reader sees the old file or the new
 * one; what a power cut made of it otherwise counts as no file.
 */
record Snapshot(Path file) {
    private static final int CHECKSUM_BYTES = 4;

    /** What a power cut right after a save may undo. */
    enum Durability {
        /** Nothing: content, name and folder are on the disk. */
        FORCED,
        /** The save; the system writes it when it likes. */
        LEFT_TO_THE_SYSTEM
    }

    void save(ByteBuffer content, Durability durability) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        ByteBuffer bytes = ByteBuffer.allocate(content.remaining() + CHECKSUM_BYTES)
                .put(content.duplicate())
                .putInt(RecordLog.checksum(content.duplicate()))
                .flip();
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durability == Durability.FORCED) {
                channel.force(true);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        if (durability == Durability.FORCED) {
            forceFolder(file.resolveSibling("."));
        }
    }

    /** The content; empty if there is none, or none that is whole. */
    Optional<ByteBuffer> load() throws IOException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int length = bytes.capacity() - CHECKSUM_BYTES;
        boolean whole = length >= 0 && bytes.getInt(length) == RecordLog.checksum(bytes.slice(0, length));
        return whole ? Optional.of(bytes.slice(0, length)) : Optional.empty();
    }

    /** Puts the names in a folder on the disk. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
