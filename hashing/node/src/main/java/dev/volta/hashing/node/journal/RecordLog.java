package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.wire.PayloadWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * An append-only file of records: u32 length, u32 CRC-32C of the payload, payload. A write that fails in the middle, as
 * on a full disk, is taken back, so that the file always ends with a whole record.
 */
public final class RecordLog implements AutoCloseable {
    static final int HEADER_BYTES = 8;
    /** More than the longest record, a path of 65 535 bytes with its fields. */
    static final int MOST_PAYLOAD_BYTES = 256 << 10;

    private final FileChannel channel;
    private long size;

    /** What can lie in a log. */
    @FunctionalInterface
    public interface Payload {
        void write(PayloadWriter out);
    }

    private RecordLog(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    public static RecordLog open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new RecordLog(channel, channel.size());
    }

    /** Appends the records with one write and returns where the first of them starts. */
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
            bytes.putInt(starts[i], length).putInt(starts[i] + 4, checksum(bytes.slice(payload, length)));
        }
        return write(bytes);
    }

    public RecordReader read(long offset) {
        return new RecordReader(channel, offset);
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

    static int checksum(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
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
