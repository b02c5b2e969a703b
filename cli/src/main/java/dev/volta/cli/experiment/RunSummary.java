package dev.volta.cli.experiment;

import dev.volta.core.host.Fact;
import dev.volta.core.report.Quantities;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunRecord;
import dev.volta.core.report.Trial;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a finished run says on stdout. */
final class RunSummary {
    private RunSummary() {}

    static String json(Path folder) throws IOException {
        return Files.readString(folder.resolve(ResultsFolder.RUN)) + "\n";
    }

    static String text(RunRecord run, Path folder) {
        var told = new StringBuilder();
        var work = run.workload();
        row(told, "result", run.verdict().outcome().name().toLowerCase(java.util.Locale.ROOT) + ": " + run.verdict().reason());
        row(told, "work", "%s of %,d files, %s".formatted(work.algorithm(), work.files(), Quantities.bytes(work.bytes())));
        if (!work.skipped().isEmpty()) {
            row(told, "skipped", String.join(
                    ", ", work.skipped().entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList()));
        }
        var measured = run.measured();
        if (!measured.isEmpty()) {
            times(told, measured);
        }
        for (var caution : run.warnings()) {
            row(told, "warning", caution.detail() + ". " + caution.warning().advice());
        }
        row(told, "results", folder.toString());
        return told.toString();
    }

    private static void times(StringBuilder told, List<Trial> measured) {
        Sample.of(measured.stream().map(trial -> (double) trial.wallNanos()).toList())
                .summary()
                .ifPresent(wall -> {
                    var spread = switch (wall.interval()) {
                        case MedianInterval.Found interval ->
                            ", 95 %% interval %s to %s".formatted(
                                    Quantities.duration(interval.lower()), Quantities.duration(interval.upper()));
                        case MedianInterval.None _ -> "";
                    };
                    row(told, "wall", "%s (median of %d%s)".formatted(
                            Quantities.duration(wall.median()), wall.n(), spread));
                    row(told, "rate", Quantities.rate(measured.getLast().bytes() / (wall.median() / 1e9)));
                });
        var last = measured.getLast();
        row(told, "CPU", switch (last.cpuNanos()) {
            case Fact.Known<Long>(var nanos) -> Quantities.duration(nanos) + " in the last run";
            case Fact.Unavailable<Long>(var reason) -> "unavailable: " + reason;
        });
    }

    private static void row(StringBuilder told, String name, String value) {
        told.append("%-8s %s%n".formatted(name, value));
    }
}
