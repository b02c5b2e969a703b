package dev.volta.core.report;

import dev.volta.core.wire.Quantities;
import java.util.Arrays;
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
        report.trials(run.trials());
        report.workers(WorkerTotal.of(run.measured()));
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
        line(Escape.markdown(Phrases.work(run)) + "; " + Escape.markdown(Phrases.leftOut(run.workload())) + ".");
        line("");
        row("", "median", "95 % interval", "min … max");
        line("|---|---:|---:|---:|");
        for (var figure : Figure.of(run)) {
            row(figure.name(), figure.median(), figure.interval(), figure.range());
        }
        line("");
        line("Run %s, %s, %s."
                .formatted(
                        Escape.markdown(run.runId()), Phrases.when(run), Escape.markdown(Phrases.volta(run.volta()))));
        line("");
        line("    " + Escape.visible(Phrases.commandLine(run)));
    }

    private void warnings(List<Caution> cautions) {
        heading("Warnings");
        if (cautions.isEmpty()) {
            line("None.");
        }
        for (var caution : cautions) {
            line("- **%s**: %s. %s"
                    .formatted(
                            Phrases.heading(caution.warning()),
                            Escape.markdown(caution.detail()),
                            Escape.markdown(caution.advice())));
        }
    }

    private void trials(List<Trial> trials) {
        heading("Trials");
        row("trial", "phase", "wall", "CPU", "throughput", "bytes", "files", "requeued");
        line("|---:|---|---:|---:|---:|---:|---:|---:|");
        for (var trial : trials) {
            row(
                    String.valueOf(trial.index()),
                    trial.phase().word(),
                    Quantities.duration(trial.wallNanos()),
                    Phrases.brief(trial.cpuNanos().map(Quantities::duration)),
                    Quantities.rate(Figure.rate(trial)),
                    Quantities.bytes(trial.bytes()),
                    Quantities.count(trial.files()),
                    Quantities.count(trial.requeued()));
        }
        for (var reason : Phrases.cpuMissing(trials)) {
            line("");
            line("CPU unavailable: " + Escape.markdown(reason));
        }
    }

    private void workers(List<WorkerTotal> workers) {
        heading("Workers");
        row("worker", "node", "bytes", "files", "busy");
        line("|---|---|---:|---:|---:|");
        for (var worker : workers) {
            row(
                    worker.worker(),
                    worker.node().value(),
                    Quantities.bytes(worker.bytes()),
                    Quantities.count(worker.files()),
                    worker.busyShare().told(Quantities::percent));
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
        line(Arrays.stream(cells).map(Escape::markdown).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
