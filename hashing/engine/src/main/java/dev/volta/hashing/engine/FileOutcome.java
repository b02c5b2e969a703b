package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.Errno;

/** What became of one file. */
public sealed interface FileOutcome {
    /** The file was read whole, and nobody wrote to it meanwhile. {@code size} is in bytes. */
    record Hashed(byte[] digest, long size) implements FileOutcome {}

    /** There is no digest. {@code detail} says why in the words of the C library where it has some. */
    record Failed(Failure reason, String detail) implements FileOutcome {
        static Failed ofErrno(int errno) {
            return new Failed(Failure.ofErrno(errno), Errno.message(errno));
        }
    }
}
