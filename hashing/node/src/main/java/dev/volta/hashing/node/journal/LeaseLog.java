package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.journal.JournalFormat.Kind;
import dev.volta.hashing.node.wire.PayloadReader;
import dev.volta.hashing.node.wire.PayloadWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who was given which entries. A restarted controller reads it to know what its workers may still have in hand, and
 * leaves that to them for a while instead of having it done twice.
 */
public final class LeaseLog implements AutoCloseable {
    private static final int WINDOW_BYTES = 64 << 10;

    private final RecordLog records;

    /** {@code indexes} rise strictly; without any, the worker's lease of this number is taken back. */
    public record Grant(long lease, String worker, int lane, long[] indexes) {}

    LeaseLog(Disk disk, Path file) throws IOException {
        records = RecordLog.open(disk, file, Kind.LEASES, WINDOW_BYTES);
    }

    public void append(Grant grant) throws IOException {
        records.append(List.of(out -> write(out, grant)));
    }

    /** The worker is gone and what it left goes to others, perhaps in parts. */
    public void takeBack(long lease, String worker, int lane) throws IOException {
        append(new Grant(lease, worker, lane, new long[0]));
    }

    /** The last grant of every worker unless it was taken back, the newest first; a torn end is cut off. */
    public List<Grant> latest() throws IOException {
        Map<String, Grant> latest = new HashMap<>();
        RecordReader reader = records.read(0);
        try {
            for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
                Grant grant = read(new PayloadReader(payload));
                if (grant.indexes().length > 0) {
                    latest.put(grant.worker(), grant);
                } else {
                    latest.computeIfPresent(
                            grant.worker(), (worker, last) -> last.lease() == grant.lease() ? null : last);
                }
            }
        } catch (TornRecordException e) {
            records.cut(e.offset());
        }
        return latest.values().stream()
                .sorted(Comparator.comparingLong(Grant::lease).reversed())
                .toList();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** Indexes are mostly neighbours, so they are kept as runs: first index, length. */
    private static void write(PayloadWriter out, Grant grant) {
        long[] indexes = grant.indexes();
        List<long[]> runs = new ArrayList<>();
        for (long index : indexes) {
            long[] last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last[0] + last[1] == index) {
                last[1]++;
            } else {
                runs.add(new long[] {index, 1});
            }
        }
        out.u64(grant.lease()).text(grant.worker()).u16(grant.lane()).u32(indexes.length);
        out.u16(runs.size());
        runs.forEach(run -> out.u64(run[0]).u16((int) run[1]));
    }

    private static Grant read(PayloadReader in) throws IOException {
        long lease = in.u64();
        String worker = in.text();
        int lane = in.u16();
        long[] indexes = new long[in.u32()];
        int at = 0;
        for (int runs = in.u16(); runs > 0; runs--) {
            long first = in.u64();
            int length = in.u16();
            for (int i = 0; i < length; i++) {
                indexes[at++] = first + i;
            }
        }
        return new Grant(lease, worker, lane, indexes);
    }
}
