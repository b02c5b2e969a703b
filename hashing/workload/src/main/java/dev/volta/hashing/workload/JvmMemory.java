package dev.volta.hashing.workload;

import dev.volta.core.config.ByteSize;
import java.util.Optional;

/**
 * How a controller or a worker divides the memory that it may use.
 *
 * <p>{@code heap = limit - 48 MiB}, but no less than 16 MiB and no more than 64 MiB. The 48 MiB are for the JVM itself:
 * code, classes, threads, and the buffers outside the heap, a few hundred KiB per thread. A worker ready for work was
 * seen to occupy 41 MiB with a heap of 16 MiB, and a limit of 32 MiB to kill it. A larger heap would serve nothing:
 * neither process keeps more of a job in memory than a few frames.
 */
public record JvmMemory(long heapBytes) {
    private static final long MIB = 1L << 20;
    private static final long JVM = 48 * MIB;
    private static final long LEAST_HEAP = 16 * MIB;
    private static final long MOST_HEAP = 64 * MIB;

    static JvmMemory within(Optional<ByteSize> limit) {
        return new JvmMemory(limit.map(memory -> Math.clamp(memory.bytes() - JVM, LEAST_HEAP, MOST_HEAP))
                .orElse(MOST_HEAP));
    }

    /** Why {@code limit} is too small, as a sum. */
    public static Optional<String> tooLittle(ByteSize limit) {
        return limit.bytes() >= JVM + LEAST_HEAP
                ? Optional.empty()
                : Optional.of("%s each, and one needs %s (%s for Java itself and a heap of %s)"
                        .formatted(
                                new ByteSize(Math.max(1, limit.bytes() / MIB * MIB)),
                                new ByteSize(JVM + LEAST_HEAP),
                                new ByteSize(JVM),
                                new ByteSize(LEAST_HEAP)));
    }

    long heapMebibytes() {
        return heapBytes / MIB;
    }
}
