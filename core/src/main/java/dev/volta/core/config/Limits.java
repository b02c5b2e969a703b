package dev.volta.core.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a service may use at most, all its processes of one node together; absent is unlimited.
 *
 * @param cpus in processors' worth of time, such as 0.5 or 2
 */
public record Limits(Optional<ByteSize> memory, Optional<BigDecimal> cpus) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

    private static final BigDecimal SMALLEST = new BigDecimal("0.001");

    /** These, and where they are open those of {@code others}. */
    public Limits or(Limits others) {
        return new Limits(memory.or(others::memory), cpus.or(others::cpus));
    }

    /** What each of {@code parts} equal users of this may use. */
    public Limits each(int parts) {
        if (parts == 1) {
            return this; // to the last digit
        }
        return new Limits(
                memory.map(all -> new ByteSize(Math.max(1, all.bytes() / parts))),
                cpus.map(all -> all.divide(BigDecimal.valueOf(parts), 3, RoundingMode.DOWN)
                        .max(SMALLEST)));
    }
}
