package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.journal.JournalFormat.Kind;
import dev.volta.hashing.node.wire.ListedEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The spool of a lane: its entries in walk order. A last record with their number closes it once every root has been
 * walked, so that a restarted controller knows whether the walk has to go on. Each record begins with u8 type.
 */
public final class EntryLog implements AutoCloseable {
    static final int ENTRY = 1;
    static final int SEAL = 2;

    private final RecordLog records;

    EntryLog(Disk disk, Path file, int windowBytes) throws IOException {
        records = RecordLog.open(disk, file, Kind.ENTRIES, windowBytes);
    }

    /** Returns where the last of them starts. */
    public long append(List<ListedEntry> entries) throws IOException {
        return records.append(entries.stream()
                .map(entry -> (RecordLog.Payload) out -> entry.write(out.u8(ENTRY)))
                .toList());
    }

    /** Marks the spool complete; it has {@code entries} entries. */
    public void seal(long entries) throws IOException {
        records.append(List.of(out -> out.u8(SEAL).u64(entries)));
    }

    /** Reads from an entry whose index and offset are known. */
    public EntryReader read(long index, long offset) {
        return new EntryReader(records.read(offset), index);
    }

    public void cut(long offset) throws IOException {
        records.cut(offset);
    }

    public void force() throws IOException {
        records.force();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
