package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.journal.SpooledEntry;
import java.util.List;

/** A file in a lease; {@code checksum} is that of its entry in the spool, {@code weight} what its size counts for. */
record LeaseItem(long index, int checksum, long weight, RawPath path) {
    static LeaseItem of(SpooledEntry entry) {
        return new LeaseItem(
                entry.index(),
                entry.checksum(),
                BatchSize.weight(entry.listed().size()),
                entry.listed().path());
    }

    static long pathBytes(List<LeaseItem> items) {
        return items.stream().mapToLong(item -> item.path().length()).sum();
    }

    static long bytes(List<LeaseItem> items) {
        return items.stream().mapToLong(LeaseItem::weight).sum();
    }
}
