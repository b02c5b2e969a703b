package dev.volta.core.report;

import dev.volta.core.host.Fact;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * One line of a run's result: a quantity over the measured trials.
 *
 * @param summary in the base unit of {@code text}
 * @param text writes a value of this quantity with its unit
 */
public record Figure(String name, Fact<Summary> summary, DoubleFunction<String> text) {
    /**
     * Wall time, throughput, CPU time and CPU time per byte. Rates are taken trial by trial, so that the interval of the
     * throughput is the interval of its own sample.
     */
    public static List<Figure> of(RunRecord run) {
        var measured = run.measured();
        return List.of(
                new Figure("wall time", over(measured, t -> Fact.known((double) t.wallNanos())), Quantities::duration),
                new Figure("throughput", over(measured, t -> Fact.known(rate(t))), Quantities::rate),
                new Figure("CPU time", over(measured, t -> t.cpuNanos().map(Long::doubleValue)), Quantities::duration),
                new Figure("CPU per byte", over(measured, Figure::cpuPerByte), Quantities::nanosPerByte));
    }

    /** Bytes per second of one trial. */
    public static double rate(Trial trial) {
        return trial.bytes() * 1e9 / trial.wallNanos();
    }

    public String median() {
        return summary.told(s -> text.apply(s.median()));
    }

    /** The 95 % interval of the median, or why there is none. */
    public String interval() {
        return summary.told(s -> switch (s.interval()) {
            case MedianInterval.Found found -> text.apply(found.lower()) + " … " + text.apply(found.upper());
            case MedianInterval.None none -> "none: " + none.reason();
        });
    }

    public String range() {
        return summary.told(s -> text.apply(s.min()) + " … " + text.apply(s.max()));
    }

    private static Fact<Double> cpuPerByte(Trial trial) {
        return trial.bytes() == 0
                ? Fact.unavailable("no bytes were read")
                : trial.cpuNanos().map(nanos -> (double) nanos / trial.bytes());
    }

    /** A figure needs its value in every trial: a median of some of them would be of another sample. */
    private static Fact<Summary> over(List<Trial> trials, Function<Trial, Fact<Double>> of) {
        var values = new ArrayList<Double>();
        for (var trial : trials) {
            switch (of.apply(trial)) {
                case Fact.Known<Double>(var value) -> values.add(value);
                case Fact.Unavailable<Double>(var reason) -> {
                    return Fact.unavailable(reason);
                }
            }
        }
        return Sample.of(values).summary().map(Fact::known).orElseGet(() -> Fact.unavailable("no measured trial"));
    }
}
