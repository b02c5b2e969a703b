package dev.volta.core.config.load;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Work;
import dev.volta.core.config.shapes.FieldsShape;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.KindShape;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.config.shapes.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The table of the keys of {@code experiment.yaml}. */
final class ExperimentKeys {
    private static final Key<String> NAME = Key.withDefault(
            "name",
            Shapes.word("letters, digits, '.', '_' and '-'", Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")),
            "experiment",
            "Part of the name of the results folder.");
    private static final Key<Integer> REPEAT =
            Key.withDefault("repeat", Shapes.wholeNumber(1, 1_000_000), "1", "How many measured runs.");
    private static final Key<Integer> WARMUP = Key.withDefault(
            "warmup",
            Shapes.wholeNumber(0, 1_000_000),
            "0",
            "How many warm-up runs before them, which are not measured.");
    private static final Key<Limits> LIMITS = Key.withDefault(
            "limits", LimitKeys.of(Shapes.SIZE, Shapes.CPUS), "{}", "Limits of all workers of a node together.");
    private static final Key<Experiment.Cache> CACHE = Key.withDefault(
            "cache",
            Shapes.constant("state of the cache", Experiment.Cache.class),
            "warm",
            "cold drops the page caches before each run.");
    private static final Key<Duration> TIMEOUT =
            Key.withDefault("timeout", Shapes.TIME, "24h", "Time limit of each run.");
    private static final Key<Integer> SEED = Key.optional(
            "seed",
            Shapes.wholeNumber(0, 999_999_999),
            "Of the order in which variants are tried; absent: drawn, and recorded.");
    private static final Key<Path> OUT = Key.withDefault(
            "out", Shapes.PATH, "results", "The folder in which each experiment creates its results folder.");

    private final Key<Work> workload;
    private final Key<Integer> workers;

    /** Reads experiments of {@code kinds}; without a kind it is the first. */
    ExperimentKeys(List<WorkKind> kinds) {
        var shapes = new LinkedHashMap<String, FieldsShape<Work>>();
        kinds.forEach(kind -> shapes.put(kind.name(), new FieldsShape<>("the work", kind.keys(), kind.make())));
        workload = Key.withDefault("workload", new KindShape<>("work", shapes), "{}", "The work to do.");
        var most = kinds.stream()
                .flatMapToInt(kind -> kind.mostWorkers().stream())
                .max()
                .orElse(1);
        workers = Key.optional(
                "workers",
                Shapes.wholeNumber(1, most),
                "Workers per node, at most " + most + " on all nodes together; absent: one per processor.");
    }

    FieldsShape<Experiment> file() {
        return new FieldsShape<>(
                "the description of an experiment",
                List.of(NAME, workload, REPEAT, WARMUP, workers, LIMITS, CACHE, TIMEOUT, SEED, OUT),
                this::experiment);
    }

    private Experiment experiment(Values values) {
        return new Experiment(
                values.get(NAME),
                values.get(workload),
                values.get(REPEAT),
                values.get(WARMUP),
                values.find(workers).map(OptionalInt::of).orElse(OptionalInt.empty()),
                values.get(LIMITS),
                values.get(CACHE),
                values.get(TIMEOUT),
                values.find(SEED).map(OptionalInt::of).orElse(OptionalInt.empty()),
                values.get(OUT));
    }
}
