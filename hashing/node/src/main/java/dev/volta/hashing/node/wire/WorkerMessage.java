package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What controller and worker tell each other once they know each other. */
public sealed interface WorkerMessage extends Message {
    long lease();

    /** List these roots in order, without what is excluded; in the first one start strictly after {@code after}. */
    record Walk(
            long lease,
            Symlinks symlinks,
            List<NumberedRoot> roots,
            @Nullable RawPath after,
            List<RawPath> excluded) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.WALK;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease).u8(EnumCodes.code(symlinks)).u16(roots.size());
            roots.forEach(root -> out.u16(root.number()).path(root.path()));
            out.flag(after != null);
            if (after != null) {
                out.path(after);
            }
            JobShapes.writePaths(out, excluded);
        }

        static Walk read(PayloadReader in) throws ProtocolException {
            long lease = in.u64();
            Symlinks symlinks = EnumCodes.symlinks(in.u8());
            int count = in.count(6);
            List<NumberedRoot> roots = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                roots.add(new NumberedRoot(in.u16(), in.path()));
            }
            RawPath after = in.flag() ? in.path() : null;
            return new Walk(lease, symlinks, roots, after, JobShapes.readPaths(in));
        }
    }

    /** {@code number} is the root's position in the job. */
    record NumberedRoot(int number, RawPath path) {}

    /** Entries of a walk, in walk order. */
    record Listing(long lease, List<ListedEntry> entries) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.LISTING;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease).u16(entries.size());
            entries.forEach(entry -> entry.write(out));
        }

        static Listing read(PayloadReader in) throws ProtocolException {
            long lease = in.u64();
            int count = in.count(ListedEntry.LEAST_BYTES);
            List<ListedEntry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                entries.add(ListedEntry.read(in));
            }
            return new Listing(lease, entries);
        }
    }

    /** All roots of the walk have been listed. */
    record Walked(long lease) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.WALKED;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease);
        }
    }

    /** Digest these files. */
    record Digest(long lease, Algorithm algorithm, List<DigestItem> items) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.DIGEST;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease).text(algorithm.id()).u16(items.size());
            items.forEach(item -> out.u64(item.index()).path(item.path()));
        }

        static Digest read(PayloadReader in) throws ProtocolException {
            long lease = in.u64();
            Algorithm algorithm = EnumCodes.algorithm(in.text());
            int count = in.count(12);
            List<DigestItem> items = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                items.add(new DigestItem(in.u64(), in.path()));
            }
            return new Digest(lease, algorithm, items);
        }
    }

    /** {@code index} is the entry's position in its lane. */
    record DigestItem(long index, RawPath path) {}

    /** Outcomes of some files of a lease; {@code cpuNanos} and {@code busyNanos} count since the worker started. */
    record Results(long lease, long cpuNanos, long busyNanos, List<ItemOutcome> outcomes) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.RESULTS;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease).u64(cpuNanos).u64(busyNanos).u16(outcomes.size());
            outcomes.forEach(outcome -> outcome.write(out));
        }

        static Results read(PayloadReader in) throws ProtocolException {
            long lease = in.u64();
            long cpuNanos = in.u64();
            long busyNanos = in.u64();
            int count = in.count(ItemOutcome.LEAST_BYTES);
            List<ItemOutcome> outcomes = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                outcomes.add(ItemOutcome.read(in));
            }
            return new Results(lease, cpuNanos, busyNanos, outcomes);
        }
    }

    /** Sent at every heartbeat interval, also in the middle of a huge file; lease 0 when idle. */
    record Heartbeat(long lease, long cpuNanos, long busyNanos, long bytesIntoFile) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.HEARTBEAT;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease).u64(cpuNanos).u64(busyNanos).u64(bytesIntoFile);
        }

        static Heartbeat read(PayloadReader in) throws ProtocolException {
            return new Heartbeat(in.u64(), in.u64(), in.u64(), in.u64());
        }
    }

    /** Drop this lease; nothing more about it is expected. */
    record Withdraw(long lease) implements WorkerMessage {
        @Override
        public MessageType type() {
            return MessageType.WITHDRAW;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u64(lease);
        }
    }
}
