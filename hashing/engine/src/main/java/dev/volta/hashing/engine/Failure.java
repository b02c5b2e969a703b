package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.Errno;

/** Why a file has no digest. The codes are part of the wire protocol and never change. */
public enum Failure {
    MISSING(1),
    DENIED(2),
    CHANGED(3),
    NOT_REGULAR(4),
    IO(5),
    /** Symbolic links lead back to where they came from. */
    LOOP(6),
    /** A name, or the path to it, is longer than can be handled. */
    TOO_LONG(7);

    private final byte code;

    Failure(int code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    /** The failure with this code; throws IllegalArgumentException if there is none. */
    public static Failure of(int code) {
        for (var failure : values()) {
            if (failure.code == code) {
                return failure;
            }
        }
        throw new IllegalArgumentException("no failure has the code " + code);
    }

    static Failure ofErrno(int errno) {
        return switch (errno) {
            case Errno.ENOENT, Errno.ENOTDIR -> MISSING;
            case Errno.EACCES, Errno.EPERM -> DENIED;
            case Errno.EISDIR, Errno.ENXIO -> NOT_REGULAR;
            case Errno.ELOOP -> LOOP;
            case Errno.ENAMETOOLONG -> TOO_LONG;
            default -> IO;
        };
    }
}
