package dev.volta.core.vm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether others use a file, as the kernel knows it and whatever PID namespace they are in. Its calls and numbers are
 * those of Linux on all processors with 64 bits (fcntl(2)).
 *
 * <p>Hazard: a process loses its own locks of the file by each of these questions (fcntl_locking(2)).
 */
@SuppressWarnings("restricted")
final class FileUse {
    private static final int EACCES = 13;
    private static final int EAGAIN = 11;
    private static final int ENOENT = 2;
    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int F_SETSIG = 10;
    private static final int F_OFD_GETLK = 36;
    private static final int F_SETLEASE = 1024;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;

    /** Ignored unless a program wants it, other than SIGIO, which ends it. */
    private static final int SIGURG = 23;

    /** QEMU locks some of the bytes from 100 on, and from 200 on, of an image that it has open (file-posix.c). */
    private static final long FIRST_LOCK = 100;

    private static final long LOCKS = 200;

    private static final StructLayout FLOCK = MemoryLayout.structLayout(
            JAVA_SHORT.withName("type"),
            JAVA_SHORT.withName("whence"),
            MemoryLayout.paddingLayout(Integer.BYTES),
            JAVA_LONG.withName("start"),
            JAVA_LONG.withName("length"),
            JAVA_INT.withName("pid"),
            MemoryLayout.paddingLayout(Integer.BYTES));

    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MethodHandle OPEN =
            bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO, Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SET = bind(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ASK = bind(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
            ERRNO,
            Linker.Option.firstVariadicArg(2));

    private FileUse() {}

    /**
     * Whether anybody else has the file open, loop devices and processes of other PID namespaces among them: only of a
     * file that nobody else has open does the kernel give a lease for writing. False where it gives none at all, as on
     * network file systems and to others than the file's owner.
     */
    static boolean isOpen(Path file) throws IOException {
        if (isRemote(file)) {
            return false;
        }
        return with(file, (calls, descriptor) -> {
            calls.set(descriptor, F_SETSIG, SIGURG);
            var refused = calls.set(descriptor, F_SETLEASE, F_WRLCK);
            if (refused == 0) {
                calls.set(descriptor, F_SETLEASE, F_UNLCK);
            }
            return refused == EAGAIN;
        });
    }

    /** Whether QEMU has the image open, on whichever host where its file system passes on locks. */
    static boolean isLockedImage(Path file) throws IOException {
        return with(file, (calls, descriptor) -> calls.isLocked(descriptor));
    }

    /** Whether another host may use the file too. */
    static boolean isRemote(Path file) throws IOException {
        var kind = Files.getFileStore(file).type();
        return kind.startsWith("nfs")
                || kind.startsWith("fuse")
                || kind.matches("cifs|smb3|9p|virtiofs|ceph|glusterfs|lustre|gfs2|ocfs2|afs");
    }

    private interface Question {
        boolean ask(Calls calls, int descriptor) throws IOException;
    }

    private static boolean with(Path file, Question question) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var calls = new Calls(arena);
            var descriptor = calls.open(file);
            try {
                return question.ask(calls, descriptor);
            } finally {
                calls.close(descriptor);
            }
        }
    }

    /** The calls, with the memory that they take. */
    private record Calls(Arena arena, MemorySegment errno) {
        Calls(Arena arena) {
            this(arena, arena.allocate(Linker.Option.captureStateLayout()));
        }

        int open(Path file) throws IOException {
            int descriptor;
            try {
                descriptor = (int)
                        OPEN.invokeExact(errno, arena.allocateFrom(file.toString()), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            } catch (Throwable e) {
                throw unexpected(e);
            }
            if (descriptor >= 0) {
                return descriptor;
            }
            throw switch (error()) {
                case ENOENT -> new NoSuchFileException(file.toString());
                case EACCES -> new FileSystemException(file.toString(), null, "permission denied");
                default -> new FileSystemException(file.toString(), null, "cannot be opened, error " + error());
            };
        }

        /** The error; 0 if there is none. */
        int set(int descriptor, int command, int value) {
            try {
                return (int) SET.invokeExact(errno, descriptor, command, value) < 0 ? error() : 0;
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        boolean isLocked(int descriptor) throws IOException {
            var lock = arena.allocate(FLOCK);
            lock.set(JAVA_SHORT, FLOCK.byteOffset(MemoryLayout.PathElement.groupElement("type")), F_WRLCK);
            lock.set(JAVA_LONG, FLOCK.byteOffset(MemoryLayout.PathElement.groupElement("start")), FIRST_LOCK);
            lock.set(JAVA_LONG, FLOCK.byteOffset(MemoryLayout.PathElement.groupElement("length")), LOCKS);
            try {
                if ((int) ASK.invokeExact(errno, descriptor, F_OFD_GETLK, lock) < 0) {
                    throw new IOException("its locks cannot be asked for, error " + error());
                }
            } catch (IOException e) {
                throw e;
            } catch (Throwable e) {
                throw unexpected(e);
            }
            return lock.get(JAVA_SHORT, 0) != F_UNLCK;
        }

        void close(int descriptor) {
            try {
                var _ = (int) CLOSE.invokeExact(descriptor);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        private int error() {
            return errno.get(JAVA_INT, 0);
        }
    }

    private static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    /** A downcall itself throws nothing but what the caller did wrong. */
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
