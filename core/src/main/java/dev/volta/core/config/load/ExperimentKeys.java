package dev.volta.core.config.load;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.Input;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Work;
import dev.volta.core.config.keys.FieldsShape;
import dev.volta.core.config.keys.Key;
import dev.volta.core.config.keys.ListShape;
import dev.volta.core.config.keys.Shapes;
import dev.volta.core.config.keys.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The table of the keys of {@code experiment.yaml}. */
final class ExperimentKeys {
    private static final Key<String> KIND = Key.withDefault(
            "kind", Shapes.name("kind of work", List.of("digest")), "digest", "What is done with the inputs.");
    private static final Key<List<Input>> INPUTS = Key.withDefault(
            "inputs",
            new ListShape<>(Shapes.matching("a path, node:/path or shared:/path", "(.|\\n)+", Input::parse), 1),
            "[.]",
            "Files and folders: a path counts from the current folder; node6:/data lies on node6 alone; shared:/mnt is"
                    + " the same on all nodes.");
    private static final Key<Work.Symlinks> SYMLINKS = Key.withDefault(
            "symlinks",
            Shapes.constant("treatment of links", Work.Symlinks.class),
            "skip",
            "Symbolic links in folders.");

    private static final Key<String> NAME = Key.withDefault(
            "name",
            Shapes.word("letters, digits, '.', '_' and '-'", Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")),
            "experiment",
            "Part of the name of the results folder.");
    private static final Key<Integer> REPEAT =
            Key.withDefault("repeat", Shapes.wholeNumber(1, 1_000_000), "1", "How many measured runs.");
    private static final Key<Integer> WARMUP = Key.withDefault(
            "warmup", Shapes.wholeNumber(0, 1_000_000), "0", "How many runs before them that are not measured.");
    private static final Key<Integer> WORKERS = Key.optional(
            "workers",
            Shapes.wholeNumber(1, Experiment.MOST_WORKERS),
            "Workers per node, at most " + Experiment.MOST_WORKERS
                    + " on all nodes together; absent: one per processor.");
    private static final Key<Limits> LIMITS = Key.withDefault(
            "limits",
            LimitKeys.of(Shapes.SIZE, Shapes.CPUS),
            "{}",
            "What the workers of each node may use at most, all of them together.");
    private static final Key<Experiment.Cache> CACHE = Key.withDefault(
            "cache",
            Shapes.constant("state of the cache", Experiment.Cache.class),
            "warm",
            "cold drops the page caches before each run.");
    private static final Key<Duration> TIMEOUT =
            Key.withDefault("timeout", Shapes.TIME, "24h", "After which a run is given up.");
    private static final Key<Path> OUT =
            Key.withDefault("out", Shapes.PATH, "results", "The folder in which each experiment gets its own.");

    private final Key<String> algorithm;
    private final Key<Work> workload;

    /** Reads experiments that may use {@code algorithms}. */
    ExperimentKeys(Collection<String> algorithms) {
        algorithm = Key.withDefault("algorithm", Shapes.name("algorithm", algorithms), "sha256", "The digest.");
        workload = Key.withDefault(
                "workload",
                new FieldsShape<Work>(
                        "the work",
                        List.of(KIND, algorithm, INPUTS, SYMLINKS),
                        values -> new Work.Digest(values.get(algorithm), values.get(INPUTS), values.get(SYMLINKS))),
                "{}",
                "What is to be done.");
    }

    FieldsShape<Experiment> file() {
        return new FieldsShape<>(
                "the description of an experiment",
                List.of(NAME, workload, REPEAT, WARMUP, WORKERS, LIMITS, CACHE, TIMEOUT, OUT),
                this::experiment);
    }

    private Experiment experiment(Values values) {
        return new Experiment(
                values.get(NAME),
                values.get(workload),
                values.get(REPEAT),
                values.get(WARMUP),
                values.find(WORKERS).map(OptionalInt::of).orElse(OptionalInt.empty()),
                values.get(LIMITS),
                values.get(CACHE),
                values.get(TIMEOUT),
                values.get(OUT));
    }
}
