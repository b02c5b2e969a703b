package dev.volta.core.launcher.posix;

import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.ResourceUsage;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * System calls, with the native memory that they need. A result below zero is a negated {@link Errno}; calls that a signal
 * interrupted are made again. Hazards: an instance belongs to the thread that made it; a descriptor is a number that may be
 * given out again the moment it is closed.
 */
public final class SystemCalls implements AutoCloseable {
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;

    /** Relative paths start where the process is. */
    public static final int CURRENT_FOLDER = -100;

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_PATH = 010000000;
    private static final int O_CLOEXEC = 02000000;
    private static final int X_OK = 1;

    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int F_SETPIPE_SZ = 1031;

    /** What an unprivileged process may ask for ({@code /proc/sys/fs/pipe-max-size}). */
    public static final int PIPE_BYTES = 1 << 20;

    /** Bits for the two descriptors that {@link #awaitReadable} waits for. */
    public static final int FIRST = 1;

    public static final int SECOND = 2;

    private static final int EFD_CLOEXEC = 02000000;
    private static final int POLLIN = 1;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    private static final int P_ALL = 0;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;

    /** Of a {@code siginfo_t} of 128 bytes (sigaction(2)), on 64 bits. */
    private static final int SIGINFO_PID = 16;

    /** A {@code struct rusage} (getrusage(2)): two times of seconds and microseconds, then 14 numbers of 8 bytes. */
    private static final int USER_SECONDS = 0;

    private static final int SYSTEM_SECONDS = 16;
    private static final int MAX_RSS_KIB = 32;
    private static final int MINOR_FAULTS = 64;
    private static final int MAJOR_FAULTS = 72;
    private static final int VOLUNTARY_SWITCHES = 128;
    private static final int INVOLUNTARY_SWITCHES = 136;

    private static final int SCRATCH_BYTES = 256;
    private static final int STATUS_AT = 192;

    private static final MemorySegment OPENAT = Libc.function("openat");
    private static final MemorySegment FACCESSAT = Libc.function("faccessat");
    private static final MemorySegment CLOSE = Libc.function("close");
    private static final MemorySegment READ = Libc.function("read");
    private static final MemorySegment FCNTL = Libc.function("fcntl");
    private static final MemorySegment PIPE2 = Libc.function("pipe2");
    private static final MemorySegment EVENTFD = Libc.function("eventfd");
    private static final MemorySegment EVENTFD_WRITE = Libc.function("eventfd_write");
    private static final MemorySegment POLL = Libc.function("poll");
    private static final MemorySegment GETPID = Libc.function("getpid");
    private static final MemorySegment FLOCK = Libc.function("flock");
    private static final MemorySegment KILL = Libc.function("kill");
    private static final MemorySegment PRCTL = Libc.function("prctl");
    private static final MemorySegment WAITID = Libc.function("waitid");
    private static final MemorySegment WAIT4 = Libc.function("wait4");
    private static final MemorySegment STRERROR = Libc.function("strerror");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment callState = arena.allocate(Linker.Option.captureStateLayout());
    private final ByteBuffer capturedState = view(callState);
    private final MemorySegment scratch = allocate(SCRATCH_BYTES);
    private final ByteBuffer scratchView = view(scratch);

    /** Native memory that lives as long as this object. */
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    private static ByteBuffer view(MemorySegment memory) {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** A function's result as it is. */
    long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Libc.CALL.invokeExact(function, callState, a, b, c, d, e, f);
        } catch (RuntimeException | Error unexpected) {
            throw unexpected; // such as another thread's memory
        } catch (Throwable unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /** The result of a function that returns -1 and sets {@code errno}. */
    private int result(MemorySegment function, long a, long b, long c, long d, long e) {
        while (true) {
            var result = (int) call(function, a, b, c, d, e, 0);
            if (result != -1) {
                return result;
            }
            var errno = capturedState.getInt(0);
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
    }

    /** What the C library says about {@code errno} in the locale "C", such as "No such file or directory". */
    public String message(int errno) {
        return Libc.textAt(call(STRERROR, errno, 0, 0, 0, 0, 0));
    }

    /** Opens {@code path}, which is relative to the open folder {@code folder}; no child inherits it. */
    public int open(int folder, byte[] path, int flags) {
        try (var names = Arena.ofConfined()) {
            return result(OPENAT, folder, terminated(names, path).address(), flags | O_CLOEXEC, 0, 0);
        }
    }

    /** 0 if {@code path}, relative to the open folder {@code folder}, may be executed. */
    public int isExecutable(int folder, byte[] path) {
        try (var names = Arena.ofConfined()) {
            return result(FACCESSAT, folder, terminated(names, path).address(), X_OK, 0, 0);
        }
    }

    static MemorySegment terminated(Arena arena, byte[] text) {
        var memory = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, 0, text.length);
        return memory;
    }

    /** Closes a descriptor. On Linux it is free afterwards whatever the kernel returns, so a second try would be wrong. */
    public void close(int descriptor) {
        call(CLOSE, descriptor, 0, 0, 0, 0, 0);
    }

    /** Reads up to {@code length} bytes; 0 at the end of the file. */
    public int read(int descriptor, MemorySegment into, int length) {
        return result(READ, descriptor, into.address(), length, 0, 0);
    }

    public void closeOnExec(int descriptor) {
        result(FCNTL, descriptor, F_SETFD, FD_CLOEXEC, 0, 0);
    }

    /** A pipe with room for a mebibyte, if the kernel allows that; no child inherits it. */
    public PipeEnds pipe() {
        var made = result(PIPE2, scratch.address(), O_CLOEXEC, 0, 0, 0);
        if (made < 0) {
            throw new IllegalStateException("no pipe for output: " + message(-made));
        }
        var pipe = new PipeEnds(scratchView.getInt(0), scratchView.getInt(Integer.BYTES));
        result(FCNTL, pipe.output(), F_SETPIPE_SZ, PIPE_BYTES, 0, 0);
        return pipe;
    }

    /** Descriptors of the two ends of a pipe: what is written to {@code output} can be read from {@code input}. */
    public record PipeEnds(int input, int output) {}

    /** A descriptor that threads can wait for; no child inherits it. */
    public int event() {
        var event = result(EVENTFD, 0, EFD_CLOEXEC, 0, 0, 0);
        if (event < 0) {
            throw new IllegalStateException("no event descriptor: " + message(-event));
        }
        return event;
    }

    /** Makes an event descriptor readable, and so it stays. */
    public void raise(int event) {
        result(EVENTFD_WRITE, event, 1, 0, 0, 0);
    }

    /** Waits until one of them can be read without waiting, and returns which can: {@link #FIRST} and {@link #SECOND}. */
    public int awaitReadable(int first, int second) {
        // struct pollfd (poll(2)): descriptor 4, events 2, what there was 2
        scratchView.putInt(0, first).putInt(4, POLLIN).putInt(8, second).putInt(12, POLLIN);
        result(POLL, scratch.address(), 2, -1, 0, 0);
        return (scratchView.getShort(6) != 0 ? FIRST : 0) | (scratchView.getShort(14) != 0 ? SECOND : 0);
    }

    /** Locks an open file or folder until it is closed; 0 if nobody else had it locked (flock(2)). */
    public int tryLock(int descriptor) {
        return result(FLOCK, descriptor, LOCK_EX_NB, 0, 0, 0);
    }

    public void kill(int pid, int signal) {
        result(KILL, pid, signal, 0, 0, 0);
    }

    /** The number of this process. At the launcher's start {@link ProcessHandle} would take longer. */
    public int ownPid() {
        return result(GETPID, 0, 0, 0, 0, 0);
    }

    /** Orphans among the descendants of this process become its children (prctl(2)). */
    public void becomeSubreaper() {
        result(PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }

    /** Waits until a child has ended, which is not reaped yet, and returns its number, or -{@link Errno#ECHILD}. */
    public int awaitEnd() {
        return ended(0);
    }

    /** A child that has ended, which is not reaped yet; 0 if all run, -{@link Errno#ECHILD} if there is none. */
    public int anyEnded() {
        return ended(WNOHANG);
    }

    private int ended(int flags) {
        scratchView.putInt(SIGINFO_PID, 0);
        var failed = result(WAITID, P_ALL, 0, scratch.address(), WEXITED | WNOWAIT | flags, 0);
        return failed < 0 ? failed : scratchView.getInt(SIGINFO_PID);
    }

    /** Reaps a child that has ended. */
    public Reaped reap(int pid) {
        var reaped = result(WAIT4, pid, scratch.address() + STATUS_AT, 0, scratch.address(), 0);
        if (reaped < 0) {
            throw new IllegalStateException("process " + pid + " cannot be waited for: " + message(-reaped));
        }
        var status = scratchView.getInt(STATUS_AT);
        var signal = status & 0x7f;
        return new Reaped(
                signal == 0 ? new Outcome.Exited(status >> 8 & 0xff) : new Outcome.Signalled(signal),
                new ResourceUsage(
                        nanos(USER_SECONDS),
                        nanos(SYSTEM_SECONDS),
                        scratchView.getLong(MINOR_FAULTS),
                        scratchView.getLong(MAJOR_FAULTS),
                        scratchView.getLong(VOLUNTARY_SWITCHES),
                        scratchView.getLong(INVOLUNTARY_SWITCHES)),
                scratchView.getLong(MAX_RSS_KIB) << 10);
    }

    private long nanos(int at) {
        return scratchView.getLong(at) * 1_000_000_000 + scratchView.getLong(at + Long.BYTES) * 1_000;
    }

    @Override
    public void close() {
        arena.close();
    }
}
