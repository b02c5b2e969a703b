package dev.volta.core.report;

import dev.volta.core.facts.Fact;
import dev.volta.core.remote.Command;
import dev.volta.core.wire.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sentences that the Markdown and the HTML report have in common. */
final class Phrases {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Phrases() {}

    static String outcome(Verdict verdict) {
        return verdict.outcome().name().toLowerCase(Locale.ROOT);
    }

    static String when(RunRecord run) {
        return "%s, took %s"
                .formatted(
                        time(run.startedAt()),
                        Quantities.duration(Duration.between(run.startedAt(), run.finishedAt())));
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String volta(VoltaVersion volta) {
        return "volta %s, revision %s"
                .formatted(volta.version(), volta.gitRevision().told(revision -> revision));
    }

    static String work(RunRecord run) {
        var warmups = run.trials().size() - run.measured().size();
        return "%s; %s after %d of warm-up%s"
                .formatted(
                        run.workload().inWords(),
                        Quantities.count(run.measured().size(), "measured trial"),
                        warmups,
                        run.variants().isEmpty() ? "" : "; " + blocks(run));
    }

    private static String blocks(RunRecord run) {
        var blocks = run.measured().stream().map(Trial::block).distinct().count();
        return "%s of %s%s"
                .formatted(
                        Quantities.count(blocks, "block"),
                        Quantities.count(run.variants().size(), "variant"),
                        run.seed().isPresent()
                                ? ", in an order drawn with seed " + run.seed().getAsLong()
                                : "");
    }

    /** What the ratios and the verdicts of a run are. */
    static String comparisons(List<Comparison> comparisons) {
        return "Ratios of wall times to those of %s, paired within blocks (Hodges–Lehmann estimate, signed rank interval)."
                        .formatted(comparisons.getFirst().baseline())
                + " Worse: the interval lies above %1$s; not worse: at or below %1$s; undecided: neither.%2$s"
                        .formatted(
                                Comparison.limit(),
                                comparisons.size() == 1
                                        ? ""
                                        : " Verdicts allow for %d comparisons at once (Holm)."
                                                .formatted(comparisons.size()));
    }

    /** For a narrow cell whose reasons stand below the table. */
    static String brief(Fact<String> fact) {
        return fact.toOptional().orElse("unavailable");
    }

    /** Why values of {@code quantity} are missing, each reason once. */
    static List<String> missing(List<Trial> trials, Quantity quantity) {
        return trials.stream()
                .flatMap(trial -> trial.values().get(quantity) instanceof Fact.Unavailable<Double>(var reason)
                        ? Stream.of(reason)
                        : Stream.empty())
                .distinct()
                .toList();
    }

    /** {@code worker} as a heading: {@code Workers}. */
    static String headingOf(MeasuredQuantities quantities) {
        var sharer = quantities.sharer();
        return Character.toUpperCase(sharer.charAt(0)) + sharer.substring(1) + "s";
    }

    /** As a shell would read it back. */
    static String commandLine(RunRecord run) {
        return Command.of(run.commandLine()).quoted();
    }

    static String heading(RaisedWarning caution) {
        return caution.warning().toLowerCase(Locale.ROOT).replace('_', ' ').replace("cpu", "CPU");
    }

    static String value(Setting setting) {
        return setting.value() instanceof List<?> items
                ? items.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(setting.value());
    }
}
