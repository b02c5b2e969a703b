package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The details of failures, found by the offset that their slot holds. */
public final class ProblemLog implements AutoCloseable {
    private static final int MOST_BYTES = 1024;
    private final RecordLog records;

    public ProblemLog(Path file) throws IOException {
        records = RecordLog.open(file);
    }

    /** Keeps the first 1024 bytes of the detail. */
    public long append(String detail) throws IOException {
        byte[] utf8 = detail.getBytes(StandardCharsets.UTF_8);
        return records.append(List.of(out -> out.bytes16(Arrays.copyOf(utf8, Math.min(utf8.length, MOST_BYTES)))));
    }

    /** What was appended at {@code offset}; a power cut may have taken it while it left the slot that points to it. */
    public String read(long offset) throws IOException {
        ByteBuffer payload;
        try {
            payload = records.read(offset).next();
        } catch (TornRecordException e) {
            payload = null;
        }
        if (payload == null) {
            return "the detail was lost in a power cut";
        }
        byte[] utf8 = new byte[Short.toUnsignedInt(payload.getShort())];
        payload.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    public void force() throws IOException {
        records.force();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
