package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.EntryLog;
import dev.volta.hashing.node.journal.EntryReader;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.journal.LeaseLog.Grant;
import dev.volta.hashing.node.journal.ResultSlots;
import dev.volta.hashing.node.journal.Slot;
import dev.volta.hashing.node.journal.SpooledEntry;
import dev.volta.hashing.node.journal.TornRecordException;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.PayloadReader;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage.NumberedRoot;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The roots of a job that lie on one node: their spool, their results, and a cursor that cuts leases off the spool. */
final class NodeQueue implements AutoCloseable {
    private static final int MOST_WALK_ROOTS = 1024;
    /** There is one lane for each node: longer paths are not kept in memory while nobody needs them. */
    private static final int MOST_KEPT_PATH_BYTES = 4 << 10;

    private final int number;
    private final List<NumberedRoot> roots;
    private final JobSpec spec;
    private final EntryLog entries;
    private final ResultSlots results;
    private final Map<Long, Grant> held = new HashMap<>();
    private EntryReader cursor;
    private @Nullable SpooledEntry peeked;
    /** Where the entry starts that the cursor gave last. */
    private long entryOffset;

    private long recoveredEntries;
    private long spooledEntries;
    private int nextRoot;
    private final LastEntry last = new LastEntry();

    /** @param lanes how many the job has */
    NodeQueue(int number, int lanes, List<NumberedRoot> roots, JobSpec spec, JobFolder folder) throws IOException {
        this.number = number;
        this.roots = roots;
        this.spec = spec;
        this.entries = folder.entries(number, lanes);
        try {
            this.results = folder.results(number, lanes, spec);
        } catch (IOException e) {
            entries.close();
            throw e;
        }
        this.cursor = entries.read(0, 0);
    }

    /** What a restarted controller is told about a lane, entry by entry. */
    interface RecoveryListener {
        void done(ListedEntry entry, Slot slot);

        void open(ListedEntry entry, boolean held);

        void without(ListedEntry entry);
    }

    /**
     * Reads the lane's files and sets the cursor to the first file without a result.
     *
     * @param grants what workers may still have in hand, the newest first
     * @return whether the walk had come to its end
     */
    boolean recover(List<Grant> grants, RecoveryListener listener, List<Unfinished> leases, long reservedUntil)
            throws IOException {
        for (Grant grant : grants) {
            for (long index : grant.indexes()) {
                held.putIfAbsent(index, grant);
            }
        }
        Map<Grant, List<LeaseItem>> items = new HashMap<>();
        Map<Grant, BitSet> open = new HashMap<>();
        EntryReader reader = entries.read(0, 0);
        @Nullable EntryReader first = null;
        try {
            long offset = reader.offset();
            for (SpooledEntry entry = reader.next(); entry != null; entry = reader.next()) {
                last.set(entry.listed(), entry.index(), offset);
                if (!entry.listed().isDigestible()) {
                    listener.without(entry.listed());
                } else {
                    Slot slot = results.read(entry);
                    Grant grant = held.get(entry.index());
                    if (grant != null) {
                        List<LeaseItem> ofGrant = items.computeIfAbsent(grant, g -> new ArrayList<>());
                        if (slot == null) {
                            open.computeIfAbsent(grant, g -> new BitSet()).set(ofGrant.size());
                        }
                        ofGrant.add(LeaseItem.of(entry));
                    }
                    if (slot != null) {
                        listener.done(entry.listed(), slot);
                    } else {
                        listener.open(entry.listed(), grant != null);
                        if (grant == null && first == null) {
                            first = entries.read(entry.index(), offset);
                        }
                    }
                }
                offset = reader.offset();
            }
        } catch (TornRecordException e) {
            entries.cut(e.offset());
        }
        open.forEach((grant, positions) -> leases.add(Unfinished.left(
                new Lease.Digesting(grant.lease(), number, items.getOrDefault(grant, List.of()), positions),
                grant.worker(),
                reservedUntil,
                "controller restarted and the worker did not keep it")));
        recoveredEntries = reader.index();
        spooledEntries = reader.index();
        cursor = first != null ? first : entries.read(reader.index(), reader.offset());
        nextRoot = last.isNone() ? 0 : position(last.root());
        return reader.isSealed();
    }

    /** The walk of the roots that are left, as many as fit in one lease. */
    Lease.Walking walk(long lease) {
        int end = nextRoot;
        int pathBytes = 0;
        while (end < roots.size() && end - nextRoot < MOST_WALK_ROOTS && pathBytes < BatchSize.MOST_PATH_BYTES) {
            pathBytes += roots.get(end).path().length();
            end++;
        }
        return new Lease.Walking(lease, number, nextRoot, end);
    }

    /** How far the walk has come, for people. */
    String whereabouts(Lease.Walking walking) throws IOException {
        ListedEntry found = last.get();
        return found == null
                ? roots.get(walking.firstRoot()).path().brief()
                : "what comes after " + found.path().brief();
    }

    Walk message(Lease.Walking walking) throws IOException {
        ListedEntry found = last.get();
        RawPath after =
                found != null && found.root() == roots.get(walking.firstRoot()).number() ? found.path() : null;
        return new Walk(
                walking.id(),
                spec.symlinks(),
                roots.subList(walking.firstRoot(), walking.endRoot()),
                after,
                spec.excluded());
    }

    /** Spools entries of a walk, which must go on where the last ones ended. */
    void spool(Lease.Walking walking, List<ListedEntry> listed) throws IOException {
        ListedEntry previous = last.get();
        for (ListedEntry entry : listed) {
            checkOrder(walking, previous, entry);
            previous = entry;
        }
        if (previous == null || listed.isEmpty()) {
            return;
        }
        long offset = entries.append(listed);
        spooledEntries += listed.size();
        last.set(previous, spooledEntries - 1, offset);
        // A walk that is cut off now resumes in this root.
        nextRoot = Math.max(nextRoot, position(previous.root()));
    }

    /** Whether all roots have been walked now; then the spool is complete. */
    boolean walked(Lease.Walking walking) throws IOException {
        boolean toTheEnd = walking.endRoot() == roots.size();
        if (toTheEnd) {
            entries.seal(spooledEntries);
        }
        nextRoot = walking.endRoot();
        return toTheEnd;
    }

    /** Takes the next files off the spool; there must be at least one. */
    List<LeaseItem> cut(BatchSize size) throws IOException {
        List<LeaseItem> items = new ArrayList<>();
        long bytes = 0;
        int pathBytes = 0;
        SpooledEntry entry = nextFresh();
        while (entry != null
                && pathBytes < size.pathBytes()
                && size.admits(
                        items.size(), bytes, BatchSize.weight(entry.listed().size()))) {
            items.add(LeaseItem.of(entry));
            bytes += BatchSize.weight(entry.listed().size());
            pathBytes += entry.listed().path().length();
            entry = nextFresh();
        }
        keepForLater(entry);
        return items;
    }

    private void keepForLater(@Nullable SpooledEntry entry) {
        peeked = entry;
        if (entry != null && entry.listed().path().length() > MOST_KEPT_PATH_BYTES) {
            peeked = null;
            cursor = entries.read(entry.index(), entryOffset);
        } else if (cursor.isLarge()) {
            cursor = entries.read(cursor.index(), cursor.offset());
        }
    }

    void write(List<ResultSlots.Filled> filled) throws IOException {
        results.write(filled);
    }

    /** Puts entries and results on the disk. */
    void force() throws IOException {
        entries.force();
        results.force();
    }

    @Override
    public void close() throws IOException {
        entries.close();
        results.close();
    }

    private void checkOrder(Lease.Walking walking, @Nullable ListedEntry previous, ListedEntry entry)
            throws ProtocolException {
        int position = position(entry.root());
        if (position < walking.firstRoot() || position >= walking.endRoot()) {
            throw PayloadReader.malformed("root " + entry.root() + " is not in walk " + walking.id());
        }
        if (previous == null || previous.root() < entry.root()) {
            return;
        }
        if (previous.root() > entry.root() || previous.path().compareTo(entry.path()) >= 0) {
            throw PayloadReader.malformed("entry " + entry.path() + " does not come after " + previous.path());
        }
    }

    private int position(int root) {
        int low = 0;
        int high = roots.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = roots.get(middle).number();
            if (found == root) {
                return middle;
            }
            if (found < root) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The next file that nobody has and that has no result. */
    private @Nullable SpooledEntry nextFresh() throws IOException {
        SpooledEntry entry = peeked != null ? peeked : read();
        peeked = null;
        while (entry != null && !isFresh(entry)) {
            entry = read();
        }
        return entry;
    }

    private @Nullable SpooledEntry read() throws IOException {
        entryOffset = cursor.offset();
        return cursor.next();
    }

    /** The entry that was spooled last; if its path is long, only where it lies. */
    private final class LastEntry {
        private @Nullable ListedEntry kept;
        private long index = -1;
        private long offset;
        private int root;

        boolean isNone() {
            return index < 0;
        }

        int root() {
            return root;
        }

        void set(ListedEntry entry, long entryIndex, long entryOffset) {
            kept = entry.path().length() > MOST_KEPT_PATH_BYTES ? null : entry;
            index = entryIndex;
            offset = entryOffset;
            root = entry.root();
        }

        @Nullable
        ListedEntry get() throws IOException {
            if (kept != null || isNone()) {
                return kept;
            }
            SpooledEntry found = entries.read(index, offset).next();
            if (found == null) {
                throw new IOException("the end of the spool of lane " + number + " is not there any more");
            }
            return found.listed();
        }
    }

    private boolean isFresh(SpooledEntry entry) throws IOException {
        if (!entry.listed().isDigestible()) {
            return false;
        }
        boolean mayBeTaken = entry.index() < recoveredEntries;
        return !mayBeTaken || (!held.containsKey(entry.index()) && results.read(entry) == null);
    }
}
