package dev.volta.hashing.engine.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/** CPU time by clock_gettime(2), without the start-up cost of the management beans. */
public final class ProcessCpu {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ProcessCpu() {}

    /** Nanoseconds that all threads of this process have spent on a CPU, in user and kernel mode. */
    public static long nanos() {
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(2 * Long.BYTES, Long.BYTES);
            var result = (int) Libc.CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, time);
            if (result != 0) {
                throw new IllegalStateException("the CPU time of the process cannot be read");
            }
            return time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, Long.BYTES);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
