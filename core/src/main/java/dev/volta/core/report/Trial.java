package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.volta.core.facts.Fact;
import java.time.Instant;
import java.util.List;

/**
 * One execution of the whole work.
 *
 * @param index position in the order of execution, counted from 1 over warm-up and measured trials alike
 * @param block the repetition that it belongs to, counted from 1 over warm-up and measured ones alike; each repetition
 *     runs every variant once
 * @param variant the name of what ran; empty where the work has no variants
 * @param startedAt by the wall clock; durations are from a monotonic clock
 * @param values of what the run measures, wall time among them
 * @param shares what each part of the fleet did in this trial
 */
public record Trial(
        int index,
        Phase phase,
        int block,
        String variant,
        Instant startedAt,
        MeasuredValues values,
        List<Share> shares) {
    public Trial {
        shares = List.copyOf(shares);
        if (index < 1
                || block < 1
                || !(values.get(Quantity.WALL) instanceof Fact.Known<Double>(var wall))
                || wall < 1) {
            throw new IllegalArgumentException("no trial: index %d, block %d, %s".formatted(index, block, values));
        }
    }

    /** The wall time. */
    long wallNanos() {
        return values.get(Quantity.WALL).toOptional().orElseThrow().longValue();
    }

    /** Throws if it does not have exactly the values of {@code quantities}. */
    public void require(MeasuredQuantities quantities) {
        values.require(quantities.trial());
        shares.forEach(share -> share.values().require(quantities.share()));
    }

    /** Whether a trial counts. */
    public enum Phase {
        @JsonProperty("warmup")
        WARMUP,
        @JsonProperty("measured")
        MEASURED;

        String word() {
            return this == WARMUP ? "warm-up" : "measured";
        }
    }
}
