package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.wire.ListedEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The spool of a lane: its entries in walk order. An empty record closes it once every root has been walked, so that a
 * restarted controller knows whether the walk has to go on.
 */
public final class EntryLog implements AutoCloseable {
    private final RecordLog records;

    public EntryLog(Path file) throws IOException {
        records = RecordLog.open(file);
    }

    public void append(List<ListedEntry> entries) throws IOException {
        records.append(
                entries.stream().map(entry -> (RecordLog.Payload) entry::write).toList());
    }

    /** Marks the spool complete. */
    public void seal() throws IOException {
        records.append(List.of(out -> {}));
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
