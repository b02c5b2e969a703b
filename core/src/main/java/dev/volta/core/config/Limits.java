package dev.volta.core.config;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a service may use at most; absent is unlimited.
 *
 * @param cpus in processors' worth of time, such as 0.5 or 2
 */
public record Limits(Optional<ByteSize> memory, Optional<BigDecimal> cpus) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
}
