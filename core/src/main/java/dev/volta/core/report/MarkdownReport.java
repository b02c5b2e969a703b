package dev.volta.core.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as Markdown that reads well unrendered, too. */
final class MarkdownReport {
    private final StringBuilder page = new StringBuilder();

    private MarkdownReport() {}

    static String of(RunRecord run) {
        var report = new MarkdownReport();
        report.head(run);
        report.comparison(run);
        report.warnings(run.warnings());
        report.trials(run);
        if (run.quantities().sharesAreWhole()) {
            report.nodes(run);
        } else {
            report.shares(run);
        }
        report.hosts(run);
        report.configuration(run);
        return report.page.toString();
    }

    private void head(RunRecord run) {
        line("# " + Escape.markdown(run.name()));
        line("");
        line("**%s** (exit status %d): %s"
                .formatted(
                        Phrases.outcome(run.verdict()),
                        run.verdict().exitStatus(),
                        Escape.markdown(run.verdict().reason())));
        line("");
        line(Escape.markdown(Phrases.work(run)) + ".");
        line("");
        if (!run.variants().isEmpty()) {
            row("variant", "runs");
            line("|---|---|");
            run.variants().forEach(variant -> row(variant.name(), variant.label()));
            line("");
        }
        var names = variantColumn(run, "variant");
        row(join(List.of(""), names, List.of("median", "95 % interval", "min … max")));
        line("|---|" + "---|".repeat(names.size()) + "---:|---:|---:|");
        for (var figure : ResultRow.of(run)) {
            row(join(
                    List.of(figure.name()),
                    variantColumn(run, figure.variant()),
                    List.of(figure.median(), figure.interval(), figure.range())));
        }
        line("");
        line("Run %s, %s, %s."
                .formatted(
                        Escape.markdown(run.runId()), Phrases.when(run), Escape.markdown(Phrases.volta(run.volta()))));
        line("");
        line("    " + Escape.visible(Phrases.commandLine(run)));
    }

    /** The cell of a column that only work with variants has. */
    private static List<String> variantColumn(RunRecord run, String cell) {
        return run.variants().isEmpty() ? List.of() : List.of(cell);
    }

    private static List<String> join(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private void comparison(RunRecord run) {
        var comparisons = run.comparisons();
        if (comparisons.isEmpty()) {
            return;
        }
        heading("Comparison");
        line(Escape.markdown(Phrases.comparisons(comparisons)));
        line("");
        row("variant", "ratio", "95 % interval", "verdict", "because");
        line("|---|---:|---:|---|---|");
        for (var comparison : comparisons) {
            row(
                    comparison.variant(),
                    comparison.ratioText(),
                    comparison.intervalText(),
                    comparison.verdict().word(),
                    comparison.reason());
        }
    }

    private void warnings(List<RaisedWarning> cautions) {
        heading("Warnings");
        if (cautions.isEmpty()) {
            line("None.");
        }
        for (var caution : cautions) {
            line("- **%s**: %s. %s"
                    .formatted(
                            Phrases.heading(caution),
                            Escape.markdown(caution.detail()),
                            Escape.markdown(caution.advice())));
        }
    }

    private void trials(RunRecord run) {
        heading("Trials");
        var table = new TrialTable(run);
        var heads = table.heads();
        row(heads);
        line("|---:|" + "---|".repeat(table.words()) + "---:|".repeat(heads.size() - 1 - table.words()));
        run.trials().forEach(trial -> row(table.cells(trial)));
        for (var reason : table.missing()) {
            line("");
            line(Escape.markdown(reason));
        }
    }

    private void nodes(RunRecord run) {
        heading("Medians of the nodes");
        var table = new NodeTable(run);
        row(table.heads());
        var names = run.variants().isEmpty() ? 1 : 2;
        line("|" + "---|".repeat(names) + "---:|".repeat(table.heads().size() - names));
        table.rows().forEach(this::row);
    }

    private void shares(RunRecord run) {
        if (run.measured().stream().allMatch(trial -> trial.shares().isEmpty())) {
            return;
        }
        var quantities = run.quantities().share();
        heading(Phrases.headingOf(run.quantities()));
        var names = variantColumn(run, "variant");
        row(join(
                List.of(run.quantities().sharer(), "node"),
                names,
                quantities.stream().map(Quantity::title).toList()));
        line("|---|---|" + "---|".repeat(names.size()) + "---:|".repeat(quantities.size()));
        for (var variant : run.variantNames()) {
            for (var share : ShareTotal.of(run, variant)) {
                row(join(
                        List.of(share.name(), share.node().value()),
                        variantColumn(run, variant),
                        quantities.stream()
                                .map(quantity -> share.text(quantity).told(text -> text))
                                .toList()));
            }
        }
    }

    private void hosts(RunRecord run) {
        heading("Hosts");
        FactRow.folded(run.hosts()).forEach((facts, nodes) -> {
            row(nodes.stream().map(String::valueOf).collect(Collectors.joining(", ")), "");
            line("|---|---|");
            FactRow.of(facts).forEach(fact -> row(fact.name(), fact.value().told(value -> value)));
            row("CPU flags", facts.cpuFlags().told(flags -> flags.size() + ", listed in run.json"));
            line("");
        });
    }

    private void configuration(RunRecord run) {
        heading("Configuration");
        row("key", "value", "from");
        line("|---|---|---|");
        run.configuration().forEach((key, setting) -> row(key, Phrases.value(setting), setting.from()));
    }

    private void heading(String text) {
        line("");
        line("## " + text);
        line("");
    }

    private void row(String... cells) {
        row(List.of(cells));
    }

    private void row(List<String> cells) {
        line(cells.stream().map(Escape::markdown).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
