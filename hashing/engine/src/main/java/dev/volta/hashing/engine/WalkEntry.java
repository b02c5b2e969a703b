package dev.volta.hashing.engine;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a walk found; directories that could be read are not told.
 *
 * @param path the root as it was given, with the names below it
 * @param size bytes of a {@link Kind#FILE}, else 0
 * @param failure the reason of a {@link Kind#FAILED}, else null
 */
public record WalkEntry(
        RawPath path, Kind kind, long size, @Nullable Failure failure) {
    /** What is to be done with an entry. */
    public enum Kind {
        FILE,
        SKIPPED_SYMLINK,
        /** A FIFO, a socket or a device. */
        SKIPPED_SPECIAL,
        FAILED
    }

    static WalkEntry failed(RawPath path, int errno) {
        return new WalkEntry(path, Kind.FAILED, 0, Failure.ofErrno(errno));
    }
}
