package dev.volta.core.report;

import dev.volta.core.facts.Fact;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One line of a run's result: a quantity over the measured trials of a variant.
 *
 * @param variant empty if the work has none
 * @param summary in the base unit of {@code text}
 * @param text writes a value of this quantity with its unit
 */
public record ResultRow(String name, String variant, Fact<Summary> summary, DoubleFunction<String> text) {
    private static final Pattern NUMBER = Pattern.compile("(?<number>[0-9. ]*[0-9])(?<unit>( [^0-9 ]+)?)");

    /**
     * The quantities that are results, wall time first, each with all variants. Work that has an amount also has its
     * throughput and the CPU time of one: these rates are taken trial by trial, so that their intervals are those of their
     * own samples.
     */
    public static List<ResultRow> of(RunRecord run) {
        var rows = new ArrayList<ResultRow>();
        for (var quantity : run.quantities().results()) {
            add(rows, run, quantity.title(), trial -> trial.values().get(quantity), quantity.unit()::text);
            run.quantities().amount().ifPresent(amount -> {
                if (quantity.equals(Quantity.WALL)) {
                    add(rows, run, "throughput", trial -> perSecond(trial, amount), amount.unit()::perSecond);
                } else if (quantity.equals(Quantity.CPU)) {
                    add(
                            rows,
                            run,
                            "CPU per " + amount.unit().one(),
                            trial -> cpuEach(trial, amount),
                            amount.unit()::timeEach);
                }
            });
        }
        return rows;
    }

    private static void add(
            List<ResultRow> rows,
            RunRecord run,
            String name,
            Function<Trial, Fact<Double>> of,
            DoubleFunction<String> text) {
        for (var variant : run.variantNames()) {
            rows.add(new ResultRow(name, variant, over(run.measured(variant), of), text));
        }
    }

    /** So much of {@code amount} per second of one trial. */
    static Fact<Double> perSecond(Trial trial, Quantity amount) {
        return trial.values().get(amount).map(value -> value * 1e9 / trial.wallNanos());
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
        var from = text.apply(low);
        var to = text.apply(high);
        var number = NUMBER.matcher(from);
        var unitOnce = number.matches() && to.endsWith(number.group("unit"));
        return (unitOnce ? number.group("number") : from) + " … " + to;
    }

    private static Fact<Double> cpuEach(Trial trial, Quantity amount) {
        return switch (trial.values().get(amount)) {
            case Fact.Known<Double>(var value)
            when value == 0 -> Fact.unavailable("there was no work: the " + amount.title() + " are 0");
            case Fact.Known<Double>(var value) ->
                trial.values().get(Quantity.CPU).map(nanos -> nanos / value);
            case Fact.Unavailable<Double> missing -> missing;
        };
    }

    /** A figure needs its value in every trial: a median of some of them would be of another sample. */
    static <T> Fact<Summary> over(List<T> trials, Function<T, Fact<Double>> of) {
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
