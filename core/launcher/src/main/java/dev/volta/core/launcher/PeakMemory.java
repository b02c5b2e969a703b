package dev.volta.core.launcher;

/** The most memory that was in use at a time. */
public sealed interface PeakMemory {
    /** @param of what it was measured on, such as {@code cgroup of the process tree, page cache included} */
    record Bytes(long bytes, String of) implements PeakMemory {}

    record Unavailable(String why) implements PeakMemory {}
}
