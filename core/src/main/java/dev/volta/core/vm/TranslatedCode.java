package dev.volta.core.vm;

import dev.volta.core.config.ByteSize;

/**
 * How much memory QEMU may take for what it has translated of an emulated guest's code; it takes it as the guest runs more.
 *
 * <p>Half of the guest's memory, from {@value #LEAST_MIB} to {@value #MOST_MIB} MiB. When it is full, QEMU forgets all and
 * begins anew. Starting a JVM fills 50 MiB, one that also compiles 150: with 64 MiB, {@code java -version} took 1.6 s again
 * and again instead of 0.7 s. QEMU's own default is a gigabyte per guest.
 */
public final class TranslatedCode {
    private static final long LEAST_MIB = 64;
    private static final long MOST_MIB = 256;
    private static final long MIB = 1 << 20;

    private TranslatedCode() {}

    /** In MiB, of a guest with {@code memory}. */
    public static long mebibytes(ByteSize memory) {
        return Math.clamp(memory.bytes() / MIB / 2, LEAST_MIB, MOST_MIB);
    }
}
