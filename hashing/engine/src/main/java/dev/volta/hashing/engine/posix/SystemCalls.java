package dev.volta.hashing.engine.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * System calls on files, with the native memory that they need. A result below zero is a negated {@link Errno}; calls
 * that a signal interrupted are made again. Hazards: an instance belongs to the thread that made it; a name that holds
 * a zero byte would be cut there, so callers pass none; a descriptor is a number that may be given out again the moment
 * it is closed.
 */
public final class SystemCalls implements AutoCloseable {
    public static final int O_RDONLY = 0;
    public static final int O_NOCTTY = 0400;
    public static final int O_NONBLOCK = 04000;
    public static final int O_DIRECTORY = 0200000;
    public static final int O_NOFOLLOW = 0400000;
    public static final int O_CLOEXEC = 02000000;
    private static final int O_PATH = 010000000;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;

    /** More than a {@code struct statfs} has on any architecture. */
    private static final int STATFS_BYTES = 256;

    /** Bytes of a path in one call, its terminating zero included ({@code linux/limits.h}). */
    private static final int PATH_MAX = 4096;

    private static final int LISTING_BYTES = 64 << 10;
    private static final byte[] THIS = {};
    private static final byte[] DOT = {'.'};

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment callState = arena.allocate(Linker.Option.captureStateLayout());
    private final MemorySegment nameBuffer = arena.allocate(PATH_MAX);
    private final MemorySegment statusBuffer = arena.allocate(STATX_BYTES, Long.BYTES);
    private final MemorySegment fileSystemBuffer = arena.allocate(STATFS_BYTES, Long.BYTES);
    private final MemorySegment listing = arena.allocate(LISTING_BYTES, Long.BYTES);

    /** Takes the entries of a directory; {@code type} is a {@code DT_} number as in readdir(3), 0 if unknown. */
    @FunctionalInterface
    public interface Names {
        void entry(byte[] name, int type);
    }

    @FunctionalInterface
    private interface Call {
        int on(int directory, byte[] name);
    }

    /** Native memory that lives as long as this object. */
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    /** Opens {@code path}, which may be longer than the kernel takes at once. */
    public int open(byte[] path, int flags) {
        return path.length < PATH_MAX
                ? openAt(AT_FDCWD, path, flags)
                : onLongPath(path, (directory, name) -> openAt(directory, name, flags));
    }

    public int openAt(int directory, byte[] name, int flags) {
        var nativeName = terminated(name);
        try {
            while (true) {
                var result = (int) Libc.OPENAT.invokeExact(callState, directory, nativeName, flags | O_CLOEXEC, 0);
                if (result >= 0) {
                    return result;
                }
                if (errno() != Errno.EINTR) {
                    return -errno();
                }
            }
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Reads up to {@code length} bytes to the start of {@code into}; 0 at the end of the file. */
    public long read(int descriptor, MemorySegment into, long length) {
        try {
            while (true) {
                var result = (long) Libc.READ.invokeExact(callState, descriptor, into, length);
                if (result >= 0) {
                    return result;
                }
                if (errno() != Errno.EINTR) {
                    return -errno();
                }
            }
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Closes a descriptor. On Linux it is free afterwards whatever the kernel returns, so a second try would be wrong. */
    public void close(int descriptor) {
        try {
            var ignored = (int) Libc.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Looks at {@code path}; 0 means that {@link #status()} has the answer. */
    public int stat(byte[] path, boolean followSymlink) {
        return path.length < PATH_MAX
                ? statAt(AT_FDCWD, path, followSymlink)
                : onLongPath(path, (directory, name) -> statAt(directory, name, followSymlink));
    }

    public int statAt(int directory, byte[] name, boolean followSymlink) {
        return statx(directory, name, followSymlink ? 0 : AT_SYMLINK_NOFOLLOW);
    }

    /** Looks at an open file; 0 means that {@link #status()} has the answer. */
    public int stat(int descriptor) {
        return statx(descriptor, THIS, AT_EMPTY_PATH);
    }

    /** What the last successful look found. */
    public FileStatus status() {
        return FileStatus.of(statusBuffer);
    }

    /** Whether the kernel makes the content of an open file while it is read; false where that cannot be told. */
    public boolean isMadeByKernel(int descriptor) {
        try {
            var failed = (int) Libc.FSTATFS.invokeExact(callState, descriptor, fileSystemBuffer) != 0;
            return !failed && KernelFileSystems.has(fileSystemBuffer.get(JAVA_LONG, 0));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Hands over all entries of an open directory but {@code .} and {@code ..}, in no particular order. */
    public int list(int directory, Names names) {
        while (true) {
            var bytes = getdents(directory);
            if (bytes <= 0) {
                return (int) bytes;
            }
            // struct linux_dirent64 (getdents64(2)): inode 8, offset 8, length of the record 2, type 1, name, zero
            // byte.
            for (long at = 0; at < bytes; at += Short.toUnsignedInt(listing.get(JAVA_SHORT, at + 16))) {
                var name = nameAt(at + 19);
                if (!isSelfOrParent(name)) {
                    names.entry(name, listing.get(JAVA_BYTE, at + 18));
                }
            }
        }
    }

    private long getdents(int directory) {
        try {
            var result = (long) Libc.GETDENTS64.invokeExact(callState, directory, listing, (long) LISTING_BYTES);
            return result >= 0 ? result : -errno();
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private byte[] nameAt(long start) {
        var end = start;
        while (listing.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return listing.asSlice(start, end - start).toArray(JAVA_BYTE);
    }

    private static boolean isSelfOrParent(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    private int statx(int directory, byte[] name, int flags) {
        var nativeName = terminated(name);
        try {
            var result = (int)
                    Libc.STATX.invokeExact(callState, directory, nativeName, flags, STATX_BASIC_STATS, statusBuffer);
            return result >= 0 ? 0 : -errno();
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Walks down a path piece by piece, each piece as long as one call allows, and makes the call on the last one. */
    private int onLongPath(byte[] path, Call call) {
        var directory = AT_FDCWD;
        var start = 0;
        while (path.length - start >= PATH_MAX) {
            var end = start + PATH_MAX - 1;
            while (end > start && path[end] != '/') {
                end--;
            }
            if (end == start) {
                leave(directory);
                return -Errno.ENAMETOOLONG;
            }
            var next = openAt(directory, Arrays.copyOfRange(path, start, end), O_PATH | O_DIRECTORY);
            leave(directory);
            if (next < 0) {
                return next;
            }
            directory = next;
            start = end;
            while (start < path.length && path[start] == '/') {
                start++;
            }
        }
        var result = call.on(directory, start == path.length ? DOT : Arrays.copyOfRange(path, start, path.length));
        leave(directory);
        return result;
    }

    private void leave(int directory) {
        if (directory >= 0) {
            close(directory);
        }
    }

    private MemorySegment terminated(byte[] name) {
        if (name.length >= PATH_MAX) {
            throw new IllegalArgumentException("a name of " + name.length + " bytes");
        }
        MemorySegment.copy(name, 0, nameBuffer, JAVA_BYTE, 0, name.length);
        nameBuffer.set(JAVA_BYTE, name.length, (byte) 0);
        return nameBuffer;
    }

    private int errno() {
        return (int) Libc.ERRNO.get(callState, 0L);
    }

    @Override
    public void close() {
        arena.close();
    }
}
