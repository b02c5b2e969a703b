package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.wire.ListedEntry;

/** An entry with its position in the lane; its checksum ties the result slot of that position to this very entry. */
public record SpooledEntry(long index, int checksum, ListedEntry listed) {}
