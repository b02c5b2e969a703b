package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.BatchLimits;

/**
 * How much goes into one lease. Work is counted in units: the bytes of a file plus {@value #UNITS_PER_FILE} for the
 * opening and closing of it (about 4 µs, in which 16 KiB are hashed). A lease takes the worker, at the rate it showed,
 * 200 ms; once the walk is over and the rest is known, no more than half of its fair share of the rest, so that all
 * workers end together (guided self-scheduling, Polychronopoulos and Kuck 1987). The controller keeps what it has given
 * out in memory, so all leases together hold about {@value #MOST_FILES_OUT} files and a quarter of the heap, 16 MiB at
 * most, in paths; once they do, workers wait until a lease ends.
 */
record BatchSize(int files, int pathBytes, long bytes, long units) {
    static final long UNITS_PER_FILE = 16 << 10;
    static final long FIRST_UNITS = 4 << 20;
    static final int MOST_PATH_BYTES = 128 << 10;
    private static final int MOST_FILES_OUT = 128 << 10;
    private static final long MOST_WEIGHT = 1L << 40;
    /** A quarter of the heap. */
    private static final int MOST_PATH_BYTES_OUT =
            Math.clamp(Runtime.getRuntime().maxMemory() / 4, 1 << 20, 16 << 20);

    private static final double TARGET_SECONDS = 0.2;

    /**
     * @param unitsPerSecond measured rate of the worker, 0 if there is none yet
     * @param unitsLeft what is not handed out yet, negative while the walk goes on
     * @param workers among how many the rest will be shared, at least 1
     * @param connected how many workers may have leases, at least 1
     */
    static BatchSize of(BatchLimits limits, double unitsPerSecond, long unitsLeft, int workers, int connected) {
        long units = unitsPerSecond > 0 ? (long) (unitsPerSecond * TARGET_SECONDS) : FIRST_UNITS;
        if (unitsLeft >= 0) {
            units = Math.min(units, unitsLeft / (2L * workers));
        }
        return new BatchSize(
                Math.min(limits.files(), MOST_FILES_OUT / connected),
                Math.min(MOST_PATH_BYTES, MOST_PATH_BYTES_OUT / connected),
                limits.bytes(),
                Math.max(units, 1));
    }

    /** Whether leases with so many bytes of paths are all that there is memory for. */
    static boolean isAllOut(long pathBytes) {
        return pathBytes >= MOST_PATH_BYTES_OUT;
    }

    /** What a file of {@code size} bytes counts for. The file system may say anything; sums of this do not overflow. */
    static long weight(long size) {
        return Math.min(size, MOST_WEIGHT);
    }

    static long units(long files, long bytes) {
        return bytes + files * UNITS_PER_FILE;
    }

    /** Whether a file of {@code size} bytes still fits behind {@code files} files of {@code bytes} bytes. */
    boolean admits(int files, long bytes, long size) {
        return files == 0
                || (files < this.files && bytes + size <= this.bytes && units(files + 1L, bytes + size) <= units);
    }
}
