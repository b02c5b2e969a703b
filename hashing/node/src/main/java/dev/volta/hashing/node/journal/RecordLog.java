package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.journal.JournalFormat.Kind;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.PayloadWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * An append-only file of records: u32 length, u32 checksum, payload of that length. No record is empty, and the checksum
 * takes in the kind of the file, where the record stands, the length and the payload. A write that fails in the middle, as
 * on a full disk, is taken back, so that the file always ends with a whole record.
 */
public final class RecordLog implements AutoCloseable {
    static final int HEADER_BYTES = 8;
    /** More than the longest record, a path with its fields and the detail of a failure. */
    static final int MOST_PAYLOAD_BYTES = Frames.MOST_BYTES;

    private final FileChannel channel;
    private final Kind kind;
    private final int windowBytes;
    private long size;

    /** What can lie in a log; writes at least a byte. */
    @FunctionalInterface
    public interface Payload {
        void write(PayloadWriter out);
    }

    private RecordLog(FileChannel channel, Kind kind, int windowBytes, long size) {
        this.channel = channel;
        this.kind = kind;
        this.windowBytes = windowBytes;
        this.size = size;
    }

    /** @param windowBytes what a reader takes in at once */
    static RecordLog open(Disk disk, Path file, Kind kind, int windowBytes) throws IOException {
        FileChannel channel = disk.open(file);
        return new RecordLog(channel, kind, windowBytes, channel.size());
    }

    /** Appends the records with one write and returns where the last of them starts. */
    public long append(List<? extends Payload> records) throws IOException {
        PayloadWriter out = new PayloadWriter();
        int[] starts = new int[records.size() + 1];
        for (int i = 0; i < records.size(); i++) {
            out.u64(0);
            records.get(i).write(out);
            starts[i + 1] = out.size();
        }
        ByteBuffer bytes = out.flipped();
        for (int i = 0; i < records.size(); i++) {
            int payload = starts[i] + HEADER_BYTES;
            int length = starts[i + 1] - payload;
            if (length < 1 || length > MOST_PAYLOAD_BYTES) {
                throw new IllegalArgumentException("a record of " + length + " bytes");
            }
            bytes.putInt(starts[i], length)
                    .putInt(starts[i] + 4, checksum(kind, size + starts[i], bytes.slice(payload, length)));
        }
        long start = write(bytes);
        return records.isEmpty() ? start : start + starts[records.size() - 1];
    }

    public RecordReader read(long offset) {
        return new RecordReader(channel, kind, windowBytes, offset);
    }

    /** Drops everything from {@code offset} on. */
    public void cut(long offset) throws IOException {
        channel.truncate(offset);
        size = offset;
    }

    /** Puts all of it on the disk. */
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static int checksum(Kind kind, long offset, ByteBuffer payload) {
        ByteBuffer length = ByteBuffer.allocate(4).putInt(payload.remaining()).flip();
        return kind.checksum(offset, length, payload);
    }

    private long write(ByteBuffer bytes) throws IOException {
        long start = size;
        try {
            long at = start;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            size = at;
            return start;
        } catch (IOException e) {
            channel.truncate(start);
            throw e;
        }
    }
}
