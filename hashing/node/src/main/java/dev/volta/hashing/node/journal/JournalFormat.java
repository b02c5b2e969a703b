package dev.volta.hashing.node.journal;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * What all files of a job have in common. Every checksum also covers a magic number, the version and the kind of the file,
 * even where these are not written down. So neither zeros, which a power cut may leave in the place of what was written,
 * nor another file's bytes are ever valid.
 *
 * <p>The version is that of these files alone. Some of them hold frames of the dispatch protocol, in the shape that they
 * have in that version of the journal, whatever version the protocol has. A job's {@code spec} keeps the layout of a
 * {@link Snapshot} in all versions, so that a controller can name the version of a job that it cannot read.
 */
public final class JournalFormat {
    public static final short VERSION = 2;
    private static final int VERSION_AT = 4;
    /** "VJNL". */
    static final int MAGIC = 0x564A4E4C;

    private JournalFormat() {}

    /**
     * The version of a job's files.
     *
     * @param head the first bytes of its {@code spec}
     * @return empty if they do not say it, as in the first version, or if they are damaged
     */
    public static OptionalInt versionOf(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        return bytes.capacity() < VERSION_AT + Short.BYTES || bytes.getInt(0) != MAGIC
                ? OptionalInt.empty()
                : OptionalInt.of(Short.toUnsignedInt(bytes.getShort(VERSION_AT)));
    }

    /** Which file it is. */
    enum Kind {
        SPEC(1),
        STARTED(2),
        TALLY(3),
        VERDICT(4),
        ENTRIES(5),
        RESULTS(6),
        LEASES(7),
        PROBLEMS(8);

        private final short code;

        Kind(int code) {
            this.code = (short) code;
        }

        short code() {
            return code;
        }

        /** The checksum of a part that stands at {@code position}, where the parts of other places are not valid. */
        int checksum(long position, ByteBuffer... parts) {
            CRC32C crc = new CRC32C();
            crc.update(ByteBuffer.allocate(16)
                    .putInt(MAGIC)
                    .putShort(VERSION)
                    .putShort(code)
                    .putLong(position)
                    .flip());
            for (ByteBuffer part : parts) {
                crc.update(part);
            }
            return (int) crc.getValue();
        }
    }
}
