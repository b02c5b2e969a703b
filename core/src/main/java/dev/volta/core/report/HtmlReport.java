package dev.volta.core.report;

import dev.volta.core.facts.Fact;
import dev.volta.core.statistics.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run as one HTML page that needs nothing else: no script, no font, no network (its content policy forbids them). */
final class HtmlReport {
    private final StringBuilder page = new StringBuilder();

    private HtmlReport() {}

    static String of(RunRecord run, Fact<TimeSeries> courses) {
        var report = new HtmlReport();
        var figures = ResultRow.of(run);
        // wall time is the first quantity, and each has all variants
        var walls = figures.subList(0, run.variantNames().size());
        report.head(run);
        if (run.variants().isEmpty()) {
            report.headline(figures);
        } else {
            report.variants(run);
            report.comparison(run.comparisons());
            report.results(figures);
        }
        report.warnings(run.warnings());
        report.spread(run, walls);
        report.order(run, walls);
        report.courses(courses, run.trials());
        if (run.quantities().sharesAreWhole()) {
            report.nodes(run);
        } else {
            report.shares(run);
        }
        report.trials(run);
        report.hosts(run);
        report.configuration(run);
        report.foot(run);
        return report.page.toString();
    }

    private void head(RunRecord run) {
        page.append("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                <h1>%s <span class="verdict %s">%s</span></h1>
                <p>%s.</p>
                <p class="muted">%s. %s. Exit status %d: %s</p>
                <pre>%s</pre>
                </header>
                <main>
                """.formatted(
                        Escape.html(run.name()),
                        style(),
                        Escape.html(run.name()),
                        Phrases.outcome(run.verdict()),
                        Phrases.outcome(run.verdict()),
                        Escape.html(Phrases.work(run)),
                        Escape.html(Phrases.when(run)),
                        Escape.html(Phrases.volta(run.volta())),
                        run.verdict().exitStatus(),
                        Escape.html(run.verdict().reason()),
                        Escape.html(Phrases.commandLine(run))));
    }

    private void headline(List<ResultRow> figures) {
        page.append("<section id=\"headline\" aria-label=\"Result\">\n");
        for (var figure : figures) {
            var body = switch (figure.summary()) {
                case Fact.Known<Summary> known ->
                    "<strong>%s</strong><dl><dt>95 %% interval</dt><dd>%s</dd><dt>range</dt><dd>%s</dd></dl>"
                            .formatted(
                                    Escape.html(figure.median()),
                                    Escape.html(figure.interval()),
                                    Escape.html(figure.range()));
                case Fact.Unavailable<Summary>(var reason) ->
                    "<strong class=\"missing\">unavailable</strong><span>%s</span>".formatted(Escape.html(reason));
            };
            page.append("<div class=\"card\"><h2>%s</h2>%s</div>\n".formatted(figure.name(), body));
        }
        page.append("</section>\n");
    }

    private void warnings(List<RaisedWarning> cautions) {
        open("warnings", "Warnings");
        if (cautions.isEmpty()) {
            page.append("<p class=\"muted\">None.</p>\n");
        } else {
            page.append("<ul>\n");
            for (var caution : cautions) {
                page.append("<li><strong>%s</strong>: %s. <span class=\"advice\">%s</span></li>\n"
                        .formatted(
                                Phrases.heading(caution),
                                Escape.html(caution.detail()),
                                Escape.html(caution.advice())));
            }
            page.append("</ul>\n");
        }
        close();
    }

    private void variants(RunRecord run) {
        open("variants", "Variants");
        table("pairs", "variant", "runs");
        run.variants().forEach(variant -> row(variant.name(), variant.label()));
        endTable();
        close();
    }

    private void comparison(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return;
        }
        open("comparison", "Comparison");
        page.append("<figure>\n%s<figcaption>%s</figcaption>\n</figure>\n"
                .formatted(ForestPlot.of(comparisons), Escape.html(Phrases.comparisons(comparisons))));
        table("pairs verdicts", "variant", "ratio", "95 % interval", "verdict", "because");
        for (var comparison : comparisons) {
            row(
                    comparison.variant(),
                    comparison.ratioText(),
                    comparison.intervalText(),
                    comparison.verdict().word(),
                    comparison.reason());
        }
        endTable();
        close();
    }

    private void results(List<ResultRow> figures) {
        open("results", "Results");
        table("numbers figures", "", "variant", "median", "95 % interval", "range");
        figures.forEach(
                figure -> row(figure.name(), figure.variant(), figure.median(), figure.interval(), figure.range()));
        endTable();
        close();
    }

    private void spread(RunRecord run, List<ResultRow> walls) {
        open("spread", "Spread");
        var strips = StripPlot.Strip.ofVariants(run);
        if (strips.size() > 1) {
            strips("variants", "Wall times of the variants", strips);
        }
        for (var i = 0; i < walls.size(); i++) {
            var variant = walls.get(i).variant();
            var id = "spread-" + i;
            subheading(variant);
            figure(
                    walls.get(i).summary(),
                    summary -> SpreadPlot.of(id, run.measured(variant), summary),
                    "Each dot is one measured trial; outliers are orange and stay in every figure. The scale does not"
                            + " start at zero.");
        }
        close();
    }

    private void order(RunRecord run, List<ResultRow> walls) {
        open("order", "Run order");
        for (var i = 0; i < walls.size(); i++) {
            var variant = walls.get(i).variant();
            var id = "order-" + i;
            subheading(variant);
            figure(
                    walls.get(i).summary(),
                    summary -> DriftPlot.of(id, run.trials(variant), summary),
                    "A slope or a step here means that the trials are not of one kind. The line is the median, the band"
                            + " its 95 % interval.");
        }
        close();
    }

    private void strips(String id, String title, List<StripPlot.Strip> strips) {
        page.append("<figure>\n%s<figcaption>Each dot is one measured trial, over the box from the lower to the upper"
                        .formatted(StripPlot.of("strips-" + id, title, strips))
                + " quartile; the line is the median, the bar below it its 95 %% interval.%s</figcaption>\n</figure>\n"
                        .formatted(
                                strips.size() > StripPlot.SHOWN
                                        ? " Of %d strips the first %d; run.json has all."
                                                .formatted(strips.size(), StripPlot.SHOWN)
                                        : ""));
    }

    private void nodes(RunRecord run) {
        open("nodes", "Medians of the nodes");
        var strips = StripPlot.Strip.ofNodes(run);
        if (!strips.isEmpty()) {
            strips("nodes", "Wall times on the nodes", strips);
        }
        var table = new NodeTable(run);
        table("numbers figures", table.heads());
        table.rows().forEach(this::row);
        endTable();
        close();
    }

    /** The name of a variant; nothing if the work has none. */
    private void subheading(String variant) {
        if (!variant.isEmpty()) {
            page.append("<h3>%s</h3>\n".formatted(Escape.html(variant)));
        }
    }

    private void figure(Fact<Summary> walls, Function<Summary, String> plot, String caption) {
        switch (walls) {
            case Fact.Known<Summary>(var summary) ->
                page.append(
                        "<figure>\n%s<figcaption>%s</figcaption>\n</figure>\n".formatted(plot.apply(summary), caption));
            case Fact.Unavailable<Summary>(var reason) ->
                page.append("<p class=\"missing\">unavailable: %s</p>\n".formatted(Escape.html(reason)));
        }
    }

    private void courses(Fact<TimeSeries> courses, List<Trial> trials) {
        open("courses", "Over time");
        switch (courses) {
            case Fact.Known<TimeSeries>(var known) -> {
                for (var measure : known.measures()) {
                    course(known, measure, trials);
                }
            }
            case Fact.Unavailable<TimeSeries>(var reason) ->
                page.append("<p class=\"missing\">unavailable: %s</p>\n".formatted(Escape.html(reason)));
        }
        close();
    }

    private void course(TimeSeries courses, PlottedMeasure measure, List<Trial> trials) {
        page.append("<h3>%s</h3>\n".formatted(Escape.html(measure.title())));
        var nodes = courses.nodes(measure);
        if (nodes.isEmpty()) {
            page.append("<p class=\"missing\">unavailable: no node told of it, or not for long enough</p>\n");
            return;
        }
        var left = nodes.size() > CoursePlot.SHOWN
                ? " Of %d nodes the first %d; metrics.csv has all.".formatted(nodes.size(), CoursePlot.SHOWN)
                : "";
        page.append("<figure>\n%s<figcaption>%s.%s</figcaption>\n</figure>\n"
                .formatted(CoursePlot.of(courses, measure, trials), Escape.html(measure.meaning()), left));
    }

    private void trials(RunRecord run) {
        open("trials", "Trials");
        var table = new TrialTable(run);
        table(table.words() == 1 ? "numbers" : "numbers words-3", table.heads());
        run.trials().forEach(trial -> row(table.cells(trial)));
        endTable();
        for (var reason : table.missing()) {
            page.append("<p class=\"missing\">%s</p>\n".formatted(Escape.html(reason)));
        }
        close();
    }

    private void shares(RunRecord run) {
        open("shares", Phrases.headingOf(run.quantities()));
        var variants = run.variantNames();
        for (var i = 0; i < variants.size(); i++) {
            subheading(variants.get(i));
            shares("shares-" + i, ShareTotal.of(run, variants.get(i)), run.quantities());
        }
        close();
    }

    private void shares(String id, List<ShareTotal> shares, MeasuredQuantities quantities) {
        var noun = quantities.sharer();
        if (shares.isEmpty()) {
            page.append("<p class=\"missing\">unavailable: no %s reported a measured trial</p>\n"
                    .formatted(Escape.html(noun)));
        } else {
            page.append("<figure>\n%s<figcaption>Over all measured trials.%s</figcaption>\n</figure>\n"
                    .formatted(
                            SharePlot.of(id, shares, quantities),
                            shares.size() > SharePlot.SHOWN
                                    ? " Of %d %ss the %d at both ends of the order; run.json has all."
                                            .formatted(shares.size(), noun, SharePlot.SHOWN)
                                    : ""));
        }
    }

    private void hosts(RunRecord run) {
        open("hosts", "Hosts");
        FactRow.folded(run.hosts()).forEach((facts, nodes) -> {
            var names = nodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
            page.append("<h3>%s</h3>\n".formatted(Escape.html(names)));
            table("pairs", "fact", "value");
            FactRow.of(facts).forEach(fact -> row(fact.name(), fact.value().told(value -> value)));
            page.append("<tr><td>CPU flags</td><td>%s</td></tr>\n"
                    .formatted(
                            switch (facts.cpuFlags()) {
                                case Fact.Known<List<String>>(var flags) ->
                                    "<details><summary>%d</summary>%s</details>"
                                            .formatted(flags.size(), Escape.html(String.join(" ", flags)));
                                case Fact.Unavailable<List<String>>(var reason) ->
                                    "<span class=\"missing\">unavailable: %s</span>".formatted(Escape.html(reason));
                            }));
            endTable();
        });
        close();
    }

    private void configuration(RunRecord run) {
        open("configuration", "Configuration");
        table("pairs", "key", "value", "from");
        run.configuration().forEach((key, setting) -> row(key, Phrases.value(setting), setting.from()));
        endTable();
        close();
    }

    private void foot(RunRecord run) {
        page.append("""
                </main>
                <footer>Run %s. The raw samples are in samples.csv and samples.jsonl, those of nodes and services in metrics.csv, the whole record is in run.json.</footer>
                </body>
                </html>
                """.formatted(Escape.html(run.runId())));
    }

    private void open(String id, String title) {
        page.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(id, title));
    }

    private void close() {
        page.append("</section>\n");
    }

    private void table(String style, String... heads) {
        table(style, List.of(heads));
    }

    private void table(String style, List<String> heads) {
        page.append("<div class=\"scroll\"><table class=\"%s\">\n<thead><tr>%s</tr></thead>\n<tbody>\n"
                .formatted(
                        style,
                        heads.stream()
                                .map(head -> "<th scope=\"col\">" + Escape.html(head) + "</th>")
                                .collect(Collectors.joining())));
    }

    private void row(String... cells) {
        row(List.of(cells));
    }

    private void row(List<String> cells) {
        page.append(cells.stream()
                .map(cell -> (cell.startsWith("unavailable") ? "<td class=\"missing\">" : "<td>")
                        + Escape.html(cell)
                        + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n")));
    }

    private void endTable() {
        page.append("</tbody></table></div>\n");
    }

    private static String style() {
        try (var sheet = HtmlReport.class.getResourceAsStream("report.css")) {
            if (sheet == null) {
                throw new IllegalStateException("report.css is missing from the jar");
            }
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
