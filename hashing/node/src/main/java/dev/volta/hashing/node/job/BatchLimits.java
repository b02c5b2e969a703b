package dev.volta.hashing.node.job;

/** The most that one lease may hold, whichever is reached first; a single file may be larger than {@code bytes}. */
public record BatchLimits(int files, long bytes) {
    public static final int MOST_FILES = 4096;
    public static final BatchLimits DEFAULT = new BatchLimits(2048, 1L << 30);

    public BatchLimits {
        if (files < 1 || files > MOST_FILES) {
            throw new IllegalArgumentException("A batch holds 1 to " + MOST_FILES + " files, not " + files);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("A batch holds at least 1 byte, not " + bytes);
        }
    }
}
