package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.journal.SpooledEntry;
import java.util.List;

/** A file in a lease; {@code checksum} is that of its entry in the spool. */
record LeaseItem(long index, int checksum, long size, RawPath path) {
    static LeaseItem of(SpooledEntry entry) {
        return new LeaseItem(
                entry.index(),
                entry.checksum(),
                entry.listed().size(),
                entry.listed().path());
    }

    static long bytes(List<LeaseItem> items) {
        return items.stream().mapToLong(LeaseItem::size).sum();
    }
}
