package dev.volta.hashing.engine.posix;

import java.lang.foreign.MemorySegment;

/** Error numbers of the generic Linux ABI ({@code asm-generic/errno-base.h}, {@code errno.h}). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EACCES = 13;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int ENAMETOOLONG = 36;
    public static final int ELOOP = 40;
    public static final int EDQUOT = 122;

    private Errno() {}

    /** What the C library says about {@code errno} in the locale "C", such as "No such file or directory". */
    public static String message(int errno) {
        try {
            // The text of a known number is constant storage in glibc and musl: it is not overwritten by other threads.
            var text = (MemorySegment) Libc.STRERROR.invokeExact(errno);
            return text.getString(0);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
