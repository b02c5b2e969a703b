package dev.volta.hashing.engine.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What tells one state of a file from another. Two equal values mean that nobody wrote in between, as far as the clock
 * of the file system can tell (its tick is up to 10 ms on kernels before 6.13, finer since).
 *
 * @param mode type and permission bits
 * @param size bytes; 0 for most files of procfs, whatever they hold
 * @param device major number in the upper, minor in the lower 32 bits
 */
public record FileStatus(
        int mode,
        long size,
        long device,
        long inode,
        long modifiedSeconds,
        int modifiedNanos,
        long changedSeconds,
        int changedNanos) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    /** Reads a {@code struct statx} (statx(2); 256 bytes, the same on all architectures). */
    static FileStatus of(MemorySegment statx) {
        return new FileStatus(
                Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
                // Unsigned there, and whatever a file system in user space says.
                statx.get(JAVA_LONG, 40) & Long.MAX_VALUE,
                ((long) statx.get(JAVA_INT, 136) << 32) | Integer.toUnsignedLong(statx.get(JAVA_INT, 140)),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_LONG, 112),
                statx.get(JAVA_INT, 120),
                statx.get(JAVA_LONG, 96),
                statx.get(JAVA_INT, 104));
    }

    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    public boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    public boolean isSymlink() {
        return (mode & TYPE) == SYMLINK;
    }

    /** Whether both looks found the same time of the last write to its content. */
    public boolean isModifiedAs(FileStatus other) {
        return modifiedSeconds == other.modifiedSeconds && modifiedNanos == other.modifiedNanos;
    }

    public boolean isSameFile(FileStatus other) {
        return inode == other.inode && device == other.device;
    }
}
