package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.journal.JournalFormat.Kind;
import dev.volta.hashing.node.wire.PayloadReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The details of failures, found by the offset that their slot holds. Each record is u16 lane, u64 index of the entry, text:
 * after a power cut another detail may stand where a slot points to.
 */
public final class ProblemLog implements AutoCloseable {
    private static final int WINDOW_BYTES = 2 << 10;
    private static final String LOST = "the detail was lost in a power cut";

    private final RecordLog records;

    ProblemLog(Disk disk, Path file) throws IOException {
        records = RecordLog.open(disk, file, Kind.PROBLEMS, WINDOW_BYTES);
    }

    /** Keeps the first KiB of the detail. */
    public long append(int lane, long index, String detail) throws IOException {
        return records.append(List.of(out -> out.u16(lane).u64(index).detail(detail)));
    }

    /** What was appended at {@code offset}; a power cut may have taken it while it left the slot that points to it. */
    public String read(int lane, long index, long offset) throws IOException {
        ByteBuffer payload;
        try {
            payload = records.read(offset).next();
        } catch (TornRecordException e) {
            return LOST;
        }
        if (payload == null) {
            return LOST;
        }
        PayloadReader in = new PayloadReader(payload);
        return in.u16() == lane && in.u64() == index ? in.text() : LOST;
    }

    public void force() throws IOException {
        records.force();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
