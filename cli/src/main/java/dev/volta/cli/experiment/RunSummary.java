package dev.volta.cli.experiment;

import dev.volta.core.report.ResultRow;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunRecord;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a finished run says on stdout. */
final class RunSummary {
    private RunSummary() {}

    static String json(Path folder) throws IOException {
        return Files.readString(folder.resolve(ResultsFolder.RUN)) + "\n";
    }

    static String text(RunRecord run, Path folder) {
        var told = new StringBuilder();
        var work = run.workload();
        row(
                told,
                "result",
                run.verdict().outcome().name().toLowerCase(Locale.ROOT) + ": "
                        + run.verdict().reason());
        row(told, "work", work.work());
        work.remarks().forEach((name, text) -> row(told, name, text));
        for (var variant : run.variants()) {
            row(told, "variant", variant.name() + ": " + variant.label());
        }
        for (var figure : ResultRow.of(run)) {
            row(
                    told,
                    figure.name(),
                    (figure.variant().isEmpty() ? "" : figure.variant() + ": ")
                            + figure.median()
                            + (figure.summary().toOptional().isPresent() ? interval(figure) : ""));
        }
        for (var comparison : run.comparisons()) {
            row(
                    told,
                    "comparison",
                    "%s: %s; %s times the wall time of %s, 95 %% interval %s; %s"
                            .formatted(
                                    comparison.variant(),
                                    comparison.verdict().word(),
                                    comparison.ratioText(),
                                    comparison.baseline(),
                                    comparison.intervalText(),
                                    comparison.reason()));
        }
        for (var caution : run.warnings()) {
            row(told, "warning", caution.detail() + ". " + caution.advice());
        }
        row(told, "results", folder.toString());
        return told.toString();
    }

    /** Why there is none is told once, among the warnings. */
    private static String interval(ResultRow figure) {
        var found = figure.summary().toOptional().filter(s -> s.interval() instanceof MedianInterval.Found);
        return found.isPresent() ? "   95 % interval " + figure.interval() : "";
    }

    private static void row(StringBuilder told, String name, String value) {
        told.append("%-12s %s%n".formatted(name, RawText.printableLine(value)));
    }
}
