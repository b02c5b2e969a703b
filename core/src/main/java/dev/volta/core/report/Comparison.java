package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.volta.core.facts.Fact;
import dev.volta.core.statistics.Autocorrelation;
import dev.volta.core.statistics.Holm;
import dev.volta.core.statistics.PairedRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the wall time of a variant compares with that of the baseline, in the blocks that have both.
 *
 * <p>The verdict is that of the interval: {@code worse} if it lies above 1 + margin, {@code not worse} if it lies at or below
 * that, else {@code undecided}. Of several comparisons the verdict asks for more: {@code adjustedP} has to be at most 5 %.
 * Runs or ratios that depend on the ones before them allow no verdict.
 *
 * @param blocks that have both
 * @param ratio of the wall times, as {@link PairedRatio} makes it
 * @param interval of the ratio at 95 %
 * @param margin by which a variant may be slower and still be called not worse
 * @param p two-sided, of a ratio of 1 + margin; unavailable where no verdict is allowed
 * @param adjustedP the same for all comparisons of the run at once, by {@link Holm}; those without a p count as 1
 * @param reason of the verdict, a clause
 */
public record Comparison(
        String variant,
        String baseline,
        int blocks,
        Fact<Double> ratio,
        Fact<Interval> interval,
        double margin,
        Fact<Double> p,
        Fact<Double> adjustedP,
        Finding verdict,
        String reason) {
    /** The margin of every comparison. */
    static final double MARGIN = 0.01;

    /** What a comparison has found. There is no "better": the ratio says how much faster a variant is. */
    public enum Finding {
        @JsonProperty("worse")
        WORSE("worse"),
        @JsonProperty("not worse")
        NOT_WORSE("not worse"),
        @JsonProperty("undecided")
        UNDECIDED("undecided");

        private final String word;

        Finding(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Of each other variant of {@code run} with the first one. */
    static List<Comparison> of(RunRecord run) {
        if (run.variants().size() < 2) {
            return List.of();
        }
        var names = run.variantNames();
        var all = names.subList(1, names.size()).stream()
                .map(name -> Pairs.of(run, names.getFirst(), name, names.size() - 1))
                .toList();
        var adjusted = Holm.adjusted(all.stream()
                .mapToDouble(pairs -> pairs.p().toOptional().orElse(1.0))
                .toArray());
        var comparisons = new ArrayList<Comparison>();
        for (var i = 0; i < all.size(); i++) {
            var adjustedP = adjusted[i];
            comparisons.add(all.get(i).compared(all.get(i).p().map(_ -> adjustedP), all.size()));
        }
        return comparisons;
    }

    /** {@code 1.0213}, or {@code unavailable} with the reason. */
    public String ratioText() {
        return ratio.told(Comparison::text);
    }

    /** {@code 1.0114 … 1.0322}, or why there is none. */
    public String intervalText() {
        return switch (interval) {
            case Fact.Known<Interval>(var found) -> text(found.lower()) + " … " + text(found.upper());
            case Fact.Unavailable<Interval>(var why) -> "none: " + why;
        };
    }

    /** Four digits behind the point, fewer of ratios from ten on, more of those below a tenth. */
    static String text(double ratio) {
        var power = (int) Math.floor(Math.log10(ratio));
        var decimals = power < -1 ? 3 - power : Math.max(0, 4 - Math.max(0, power));
        return String.format(Locale.ROOT, "%." + decimals + "f", ratio);
    }

    /** The ratio above which a variant is worse, such as {@code 1.01}. */
    static String limit() {
        return String.valueOf(1 + MARGIN);
    }

    /**
     * The wall times of two variants, block by block.
     *
     * @param judged the ratio if a verdict is allowed, else why it is not
     */
    private record Pairs(
            String variant, String baseline, int blocks, Fact<PairedRatio> ratio, Fact<PairedRatio> judged) {
        static Pairs of(RunRecord run, String baseline, String variant, int comparisons) {
            var first = walls(run, baseline);
            var second = walls(run, variant);
            var both =
                    first.keySet().stream().filter(second::containsKey).sorted().toList();
            if (both.isEmpty()) {
                Fact<PairedRatio> none = Fact.unavailable("no block has both");
                return new Pairs(variant, baseline, 0, none, none);
            }
            var before = both.stream().mapToDouble(first::get).toArray();
            var after = both.stream().mapToDouble(second::get).toArray();
            var ratio = PairedRatio.of(before, after);
            var obstacle = tooFew(both.size(), comparisons).or(() -> dependence("the ratios", ratio.autocorrelation()));
            return new Pairs(
                    variant,
                    baseline,
                    both.size(),
                    Fact.known(ratio),
                    obstacle.<Fact<PairedRatio>>map(Fact::unavailable).orElseGet(() -> Fact.known(ratio)));
        }

        private static Map<Integer, Double> walls(RunRecord run, String variant) {
            return run.measured(variant).stream()
                    .collect(Collectors.toMap(Trial::block, trial -> (double) trial.wallNanos()));
        }

        private static Optional<String> tooFew(int blocks, int comparisons) {
            var needed = PairedRatio.blocksNeeded((1 - PairedRatio.LEVEL) / comparisons);
            return blocks >= needed
                    ? Optional.empty()
                    : Optional.of("%s needs %d blocks, has %d"
                            .formatted(
                                    comparisons == 1 ? "a verdict" : "a verdict on " + comparisons + " comparisons",
                                    needed,
                                    blocks));
        }

        private static Optional<String> dependence(String what, Autocorrelation of) {
            return of instanceof Autocorrelation.Found found && found.present()
                    ? Optional.of(what + " depend on the ones before: " + found.text())
                    : Optional.empty();
        }

        Fact<Double> p() {
            return judged.map(of -> of.p(1 + MARGIN));
        }

        Comparison compared(Fact<Double> adjustedP, int comparisons) {
            var finding = Finding.UNDECIDED;
            String reason;
            switch (judged) {
                case Fact.Unavailable<PairedRatio>(var obstacle) -> reason = obstacle;
                case Fact.Known<PairedRatio>(var of) -> {
                    if (small(adjustedP)) {
                        var above = of.above(1 + MARGIN);
                        finding = above ? Finding.WORSE : Finding.NOT_WORSE;
                        reason = "the interval lies " + (above ? "above " : "at or below ") + limit();
                    } else if (small(p())) {
                        reason = "the interval does not reach %s, but of %d comparisons one may do so by chance"
                                .formatted(limit(), comparisons);
                    } else {
                        reason = "the interval reaches from below %s to above it".formatted(limit());
                    }
                }
            }
            return new Comparison(
                    variant,
                    baseline,
                    blocks,
                    ratio.map(PairedRatio::ratio),
                    interval(),
                    MARGIN,
                    p(),
                    adjustedP,
                    finding,
                    reason);
        }

        private Fact<Interval> interval() {
            return switch (ratio) {
                case Fact.Known<PairedRatio>(var of) -> Interval.of(of.interval(PairedRatio.LEVEL));
                case Fact.Unavailable<PairedRatio>(var reason) -> Fact.unavailable(reason);
            };
        }

        private static boolean small(Fact<Double> p) {
            return p.toOptional().orElse(1.0) <= 1 - PairedRatio.LEVEL;
        }
    }
}
