package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.PayloadReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the spool of a lane forward. */
public final class EntryReader {
    private final RecordReader records;
    private long index;
    private boolean sealed;

    EntryReader(RecordReader records, long index) {
        this.records = records;
        this.index = index;
    }

    /**
     * The next entry; null at the end of what is there.
     *
     * @throws TornRecordException if what is there is no whole entry
     */
    public @Nullable SpooledEntry next() throws IOException {
        if (sealed) {
            return null;
        }
        long start = records.offset();
        ByteBuffer payload = records.next();
        if (payload == null) {
            return null;
        }
        PayloadReader in = new PayloadReader(payload);
        if (in.u8() == EntryLog.SEAL) {
            if (in.u64() != index) {
                throw new TornRecordException(start);
            }
            sealed = true;
            return null;
        }
        ListedEntry entry = ListedEntry.read(in);
        in.end();
        return new SpooledEntry(index++, records.checksum(), entry);
    }

    /** Whether the closing record was reached. */
    public boolean isSealed() {
        return sealed;
    }

    /** Index of the next entry. */
    public long index() {
        return index;
    }

    /** Whether it holds more memory than a reader usually needs. */
    public boolean isLarge() {
        return records.isLarge();
    }

    /** Offset of the next entry. */
    public long offset() {
        return records.offset();
    }
}
