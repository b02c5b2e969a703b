package dev.volta.hashing.node.journal;

import dev.volta.hashing.engine.Failure;

/** The result of one entry as it is kept. */
public sealed interface Slot {
    record Hashed(byte[] digest, long size) implements Slot {}

    /** {@code problem} is the offset of the detail in the {@link ProblemLog}. */
    record Failed(Failure reason, long problem) implements Slot {}
}
