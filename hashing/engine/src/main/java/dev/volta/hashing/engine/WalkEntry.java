package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.Errno;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a walk found; directories that could be read are not told.
 *
 * @param path the root as it was given, with the names below it
 * @param size bytes of a {@link Kind#FILE}, else 0
 * @param failure the reason of a {@link Kind#FAILED}, else null
 * @param detail what the C library says about the failure, else empty
 */
public record WalkEntry(
        RawPath path, Kind kind, long size, @Nullable Failure failure, String detail) {
    /** What is to be done with an entry. */
    public enum Kind {
        FILE,
        SKIPPED_SYMLINK,
        /** A FIFO, a socket or a device. */
        SKIPPED_SPECIAL,
        /** A directory that the walk was told to leave out. */
        SKIPPED_EXCLUDED,
        FAILED
    }

    public static WalkEntry file(RawPath path, long size) {
        return new WalkEntry(path, Kind.FILE, size, null, "");
    }

    public static WalkEntry skipped(RawPath path, Kind kind) {
        return new WalkEntry(path, kind, 0, null, "");
    }

    /** A directory into which the walk does not go, because a path in it could be longer than {@code mostBytes}. */
    static WalkEntry tooDeep(RawPath path, int mostBytes) {
        return new WalkEntry(
                path,
                Kind.FAILED,
                0,
                Failure.TOO_LONG,
                "Too deep: its path has %d bytes, and a path in it could have more than %d"
                        .formatted(path.length(), mostBytes));
    }

    static WalkEntry failed(RawPath path, int errno) {
        return new WalkEntry(path, Kind.FAILED, 0, Failure.ofErrno(errno), Errno.message(errno));
    }
}
