package dev.volta.core.report;

import dev.volta.core.host.Fact;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import dev.volta.core.wire.Quantities;
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

    /** The median, or {@code unavailable} with the reason. */
    public String median() {
        return summary.told(s -> text.apply(s.median()));
    }

    /** The 95 % interval of the median with half its width as a share of the median, or why there is none. */
    public String interval() {
        return told(s -> switch (s.interval()) {
            case MedianInterval.Found found -> {
                var half = (found.upper() - found.lower()) / 2 / s.median();
                yield between(found.lower(), found.upper())
                        + (s.median() == 0 ? "" : " (±" + Quantities.percent(half) + ")");
            }
            case MedianInterval.None none -> "none: needs %d runs, has %d".formatted(none.needed(), none.n());
        });
    }

    public String range() {
        return told(s -> between(s.min(), s.max()));
    }

    private String told(Function<Summary, String> words) {
        return summary.toOptional().map(words).orElse("unavailable");
    }

    /** Both ends, with the unit once if it is the same. */
    private String between(double low, double high) {
        var from = text.apply(low).split(" ", 2);
        var to = text.apply(high);
        return (to.endsWith(" " + from[1]) && !from[1].contains(" ") ? from[0] : from[0] + " " + from[1]) + " … " + to;
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
