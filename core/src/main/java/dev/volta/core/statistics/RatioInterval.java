package dev.volta.core.statistics;

/** A confidence interval of a {@link PairedRatio}. */
public sealed interface RatioInterval {
    /**
     * An interval that covers the ratio with a known probability.
     *
     * @param lower exp of the Walsh average of this rank
     * @param upper exp of that of the same rank from above
     * @param rank counted from 1
     * @param coverage the probability that is actually reached, at least the level that was asked for
     */
    record Found(double lower, double upper, long rank, double coverage) implements RatioInterval {}

    /** There are too few blocks for any interval of this level. */
    record None(int blocks, int needed, double level) implements RatioInterval {
        public String reason() {
            return "a %d %% interval of the ratio needs %d blocks, has %d"
                    .formatted(Math.round(level * 100), needed, blocks);
        }
    }
}
