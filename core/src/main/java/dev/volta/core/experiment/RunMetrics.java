package dev.volta.core.experiment;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.metrics.CsvSamples;
import dev.volta.core.metrics.FleetWatch;
import dev.volta.core.metrics.MetricSample;
import dev.volta.core.metrics.NodeConnector;
import dev.volta.core.metrics.Target;
import dev.volta.core.remote.IoReason;
import dev.volta.core.report.PlottedMeasure;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunWarning;
import dev.volta.core.report.TimeSeries;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.Site;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What nodes and services tell of themselves while an experiment runs: all of it in {@code metrics.csv}, and what is
 * plotted. Whatever goes wrong here, the experiment goes on, and its report says so.
 */
public final class RunMetrics {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_TOLD = 5;

    private final List<Target> targets;
    private final NodeConnector way;
    private final Path sockets;
    private final TimeSeries courses;
    private final OtherLoad load;
    /** By subject, why it did not answer after it had answered once. */
    private final Map<String, String> gaps = new LinkedHashMap<>();

    /** By subject, why it never answered; a service may still be starting. */
    private final Map<String, String> silent = new LinkedHashMap<>();

    private final Set<String> heard = new HashSet<>();

    private boolean plotted;
    private @Nullable BufferedWriter file;
    private @Nullable FleetWatch watch;

    private RunMetrics(List<Target> targets, NodeConnector way, Path sockets, List<PlottedMeasure> plots) {
        this.targets = targets;
        this.way = way;
        this.sockets = sockets;
        this.courses = new TimeSeries(plots);
        this.load = new OtherLoad(targets.stream().map(Target::node).toList());
    }

    /**
     * Metrics of all nodes of {@code site}.
     *
     * @param ofServices what is plotted of services
     * @param sockets a folder with a short path, of this run alone
     */
    public static RunMetrics of(
            Site site, List<PlannedUnit> services, List<PlottedMeasure> ofServices, NodeConnector way, Path sockets) {
        var targets = site.places().stream()
                .map(place -> new Target(
                        place.node(),
                        services.stream()
                                .filter(service -> service.node().equals(place.node()))
                                .flatMap(service -> service.metrics().stream()
                                        .map(socket -> new Target.Service(
                                                service.unit().name(), socket)))
                                .toList()))
                .toList();
        var plots = Stream.concat(ofServices.stream(), PlottedMeasure.OF_NODES.stream())
                .toList();
        return new RunMetrics(targets, way, sockets, plots);
    }

    /** None. */
    public static RunMetrics none() {
        return new RunMetrics(
                List.of(),
                _ -> {
                    throw new IllegalStateException("there is nobody to ask");
                },
                Path.of(""),
                List.of());
    }

    void start(ResultsFolder results, InstantSource clock) {
        if (targets.isEmpty()) {
            return;
        }
        try {
            var opened =
                    Files.newBufferedWriter(results.path().resolve(ResultsFolder.METRICS_CSV), StandardCharsets.UTF_8);
            file = opened;
            var csv = new CsvSamples(opened);
            watch = FleetWatch.start(
                    targets,
                    way,
                    sockets,
                    EVERY,
                    sample -> {
                        csv.take(sample);
                        keep(sample);
                        load.take(sample);
                    },
                    clock);
        } catch (IOException e) {
            gaps.put(ResultsFolder.METRICS_CSV, IoReason.withFile(e));
        } catch (UncheckedIOException e) {
            gaps.put(ResultsFolder.METRICS_CSV, String.valueOf(e.getMessage()));
        }
    }

    /** Ends it; what was gathered is kept. */
    void stop() {
        if (watch != null) {
            watch.close();
            watch.failure()
                    .ifPresent(failure -> gaps.put(ResultsFolder.METRICS_CSV, String.valueOf(failure.getMessage())));
        }
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                gaps.put(ResultsFolder.METRICS_CSV, IoReason.withFile(e));
            }
        }
    }

    private void keep(MetricSample sample) {
        switch (sample.told()) {
            case MetricSample.Told.Nothing(var reason) ->
                (heard.contains(sample.subject()) ? gaps : silent).putIfAbsent(sample.subject(), reason);
            case MetricSample.Told.Values(var series, var _) -> {
                heard.add(sample.subject());
                silent.remove(sample.subject());
                for (var one : series) {
                    courses.measure(one.name()).ifPresent(measure -> {
                        plotted = true;
                        var part = sample.service().orElse("") + one.labels().getOrDefault("device", "");
                        courses.add(measure, sample.node(), part, sample.time(), one.value());
                    });
                }
            }
        }
    }

    /** The work itself took so much CPU time on each node, beside that of services. */
    void ofTheWork(Map<NodeName, Duration> cpuTime) {
        cpuTime.forEach(load::addOwn);
    }

    Fact<TimeSeries> courses() {
        if (targets.isEmpty()) {
            return Fact.unavailable("not gathered, because of --no-metrics");
        }
        return plotted ? Fact.known(courses) : Fact.unavailable("nothing was gathered before the run ended");
    }

    List<RaisedWarning> doubts() {
        var all = new LinkedHashMap<>(gaps);
        silent.forEach(all::putIfAbsent);
        var doubts = new ArrayList<>(load.doubts());
        if (targets.isEmpty()) {
            doubts.add(new RaisedWarning(RunWarning.LOAD_UNKNOWN, "no metrics were gathered"));
        }
        if (all.isEmpty()) {
            return doubts;
        }
        var told = all.entrySet().stream()
                .limit(MOST_TOLD)
                .map(gap -> gap.getKey() + ": " + gap.getValue())
                .collect(Collectors.joining("; "));
        var more = all.size() > MOST_TOLD ? "; and " + (all.size() - MOST_TOLD) + " more" : "";
        doubts.add(new RaisedWarning(RunWarning.METRICS_MISSING, told + more));
        return doubts;
    }
}
