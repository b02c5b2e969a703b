package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A small file that is replaced as a whole: u32 magic, u16 version, u16 kind, the content, u32 CRC-32C of all that. A
 * reader sees the old file or the new one; what a power cut made of it otherwise counts as no file.
 */
record Snapshot(Disk disk, Path file, JournalFormat.Kind kind) {
    private static final int HEADER_BYTES = 8;
    private static final int CHECKSUM_BYTES = 4;
    private static final int FIRST_VERSION = 1;

    /** What a power cut right after a save may undo. */
    enum Durability {
        /** Nothing: content, name and folder are on the disk. */
        FORCED,
        /** The save; the system writes it when it likes. */
        LEFT_TO_THE_SYSTEM
    }

    void save(ByteBuffer content, Durability durability) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + content.remaining() + CHECKSUM_BYTES)
                .putInt(JournalFormat.MAGIC)
                .putShort(JournalFormat.VERSION)
                .putShort(kind.code())
                .put(content.duplicate());
        bytes.putInt(checksum(bytes.duplicate().flip()));
        switch (durability) {
            case FORCED -> disk.replace(file, bytes.array());
            case LEFT_TO_THE_SYSTEM -> disk.replaceLoosely(file, bytes.array());
        }
    }

    /**
     * The content; empty if there is none, or none that is whole.
     *
     * @throws OtherVersionException if it was written by another version
     * @throws IOException if it is there and cannot be read, which does not make it absent
     */
    Optional<ByteBuffer> load() throws IOException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(disk.read(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int length = bytes.capacity() - CHECKSUM_BYTES;
        if (length <= 0 || bytes.getInt(length) != checksum(bytes.slice(0, length))) {
            return Optional.empty();
        }
        if (length < HEADER_BYTES || bytes.getInt(0) != JournalFormat.MAGIC) {
            // The first version had the content and its checksum, and nothing before.
            throw new OtherVersionException(file, FIRST_VERSION);
        }
        int version = Short.toUnsignedInt(bytes.getShort(4));
        if (version != JournalFormat.VERSION) {
            throw new OtherVersionException(file, version);
        }
        return bytes.getShort(6) == kind.code()
                ? Optional.of(bytes.slice(HEADER_BYTES, length - HEADER_BYTES))
                : Optional.empty();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
