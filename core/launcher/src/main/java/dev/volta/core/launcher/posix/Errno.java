package dev.volta.core.launcher.posix;

/** Error numbers of the generic Linux ABI ({@code asm-generic/errno-base.h}). */
public final class Errno {
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int ENOEXEC = 8;
    public static final int ECHILD = 10;
    public static final int EACCES = 13;

    private Errno() {}
}
