package dev.volta.core.launcher;

/** The most memory that was in use at a time. */
public sealed interface PeakMemory {
    /**
     * It was measured.
     *
     * @param of on what, such as {@code cgroup of the process tree, page cache included}
     */
    record Bytes(long bytes, String of) implements PeakMemory {}

    record Unavailable(String why) implements PeakMemory {}
}
