package dev.volta.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A run as Markdown that reads well unrendered, too. */
final class MarkdownReport {
    private final StringBuilder page = new StringBuilder();

    private MarkdownReport() {}

    static String of(RunRecord run) {
        var report = new MarkdownReport();
        report.head(run);
        report.warnings(run.warnings());
        report.trials(run);
        report.shares(run);
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
        row("", "median", "95 % interval", "min … max");
        line("|---|---:|---:|---:|");
        for (var figure : ResultRow.of(run)) {
            row(figure.name(), figure.median(), figure.interval(), figure.range());
        }
        line("");
        line("Run %s, %s, %s."
                .formatted(
                        Escape.markdown(run.runId()), Phrases.when(run), Escape.markdown(Phrases.volta(run.volta()))));
        line("");
        line("    " + Escape.visible(Phrases.commandLine(run)));
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
        var table = new TrialTable(run.quantities());
        var heads = table.heads();
        row(heads);
        line("|---:|---|" + "---:|".repeat(heads.size() - 2));
        run.trials().forEach(trial -> row(table.cells(trial)));
        for (var reason : table.missing(run.trials())) {
            line("");
            line(Escape.markdown(reason));
        }
    }

    private void shares(RunRecord run) {
        var shares = ShareTotal.of(run);
        if (shares.isEmpty()) {
            return;
        }
        var quantities = run.quantities().share();
        heading(Phrases.headingOf(run.quantities()));
        var heads = new ArrayList<>(List.of(run.quantities().sharer(), "node"));
        quantities.forEach(quantity -> heads.add(quantity.title()));
        row(heads);
        line("|---|---|" + "---:|".repeat(quantities.size()));
        for (var share : shares) {
            var cells = new ArrayList<>(List.of(share.name(), share.node().value()));
            quantities.forEach(quantity -> cells.add(share.text(quantity).told(text -> text)));
            row(cells);
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
