package dev.volta.core.report;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.volta.core.facts.Fact;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.RatioInterval;

/**
 * A confidence interval as {@code run.json} has it.
 *
 * @param coverage the probability with which it covers the true value, 0.95 or a little more
 */
public record Interval(
        @JsonSerialize(using = NumberWriter.class) double lower,
        @JsonSerialize(using = NumberWriter.class) double upper,
        double coverage) {
    static Fact<Interval> of(MedianInterval interval) {
        return switch (interval) {
            case MedianInterval.Found found -> Fact.known(new Interval(found.lower(), found.upper(), found.coverage()));
            case MedianInterval.None none -> Fact.unavailable(none.reason());
        };
    }

    static Fact<Interval> of(RatioInterval interval) {
        return switch (interval) {
            case RatioInterval.Found found -> Fact.known(new Interval(found.lower(), found.upper(), found.coverage()));
            case RatioInterval.None none -> Fact.unavailable(none.reason());
        };
    }
}
