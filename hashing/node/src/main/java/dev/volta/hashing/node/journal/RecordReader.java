package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.journal.JournalFormat.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RecordLog} forward through a buffer of its own; a log may grow while it is read. */
public final class RecordReader {
    private final FileChannel channel;
    private final Kind kind;
    private final int windowBytes;
    private long offset;
    private int checksum;
    /** There is one reader for each node of a job, and most of them wait: no memory before the first record is asked for. */
    private ByteBuffer window = ByteBuffer.allocate(0);

    RecordReader(FileChannel channel, Kind kind, int windowBytes, long offset) {
        this.channel = channel;
        this.kind = kind;
        this.windowBytes = windowBytes;
        this.offset = offset;
    }

    /** Whether a record that was longer than the window made it larger. */
    boolean isLarge() {
        return window.capacity() > windowBytes;
    }

    /** Where the next record starts. */
    public long offset() {
        return offset;
    }

    /** The checksum of the record that was read last. */
    public int checksum() {
        return checksum;
    }

    /**
     * The payload of the next record, valid until the next call, or null at the end of the file.
     *
     * @throws TornRecordException if what is there is no whole record
     */
    public @Nullable ByteBuffer next() throws IOException {
        if (!fill(RecordLog.HEADER_BYTES)) {
            if (window.hasRemaining()) {
                throw new TornRecordException(offset);
            }
            return null;
        }
        int length = window.getInt(window.position());
        int expected = window.getInt(window.position() + 4);
        if (length < 1 || length > RecordLog.MOST_PAYLOAD_BYTES || !fill(RecordLog.HEADER_BYTES + length)) {
            throw new TornRecordException(offset);
        }
        ByteBuffer payload = window.slice(window.position() + RecordLog.HEADER_BYTES, length);
        if (RecordLog.checksum(kind, offset, payload.duplicate()) != expected) {
            throw new TornRecordException(offset);
        }
        window.position(window.position() + RecordLog.HEADER_BYTES + length);
        offset += RecordLog.HEADER_BYTES + length;
        checksum = expected;
        return payload;
    }

    private boolean fill(int bytes) throws IOException {
        if (window.remaining() >= bytes) {
            return true;
        }
        if (window.capacity() < bytes) {
            window = ByteBuffer.allocate(Math.max(windowBytes, bytes)).put(window);
        } else if (window.capacity() > windowBytes && Math.max(bytes, window.remaining()) <= windowBytes) {
            // A long record was read before.
            window = ByteBuffer.allocate(windowBytes).put(window);
        } else {
            window.compact();
        }
        try {
            while (window.position() < bytes) {
                if (channel.read(window, offset + window.position()) < 0) {
                    return false;
                }
            }
            return true;
        } finally {
            window.flip();
        }
    }
}
