package dev.volta.hashing.workload;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Work;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Symlinks;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A digest of every file below the inputs, as an experiment describes it. */
public record DigestWork(Algorithm algorithm, List<ExperimentInput> inputs, Symlinks symlinks) implements Work {
    static final String NAME = "digest";

    private static final Key<String> ALGORITHM = Key.withDefault(
            "algorithm",
            Shapes.name(
                    "algorithm",
                    Arrays.stream(Algorithm.values()).map(Algorithm::id).toList()),
            Algorithm.SHA256.id(),
            "The digest.");
    private static final Key<Symlinks> SYMLINKS = Key.withDefault(
            "symlinks", Shapes.constant("treatment of links", Symlinks.class), "skip", "Symbolic links in folders.");

    public static final WorkKind KIND = new WorkKind(
            NAME,
            List.of(ALGORITHM, WorkKind.INPUTS, SYMLINKS),
            Optional.of(new WorkKind.Said(
                    WorkKind.INPUTS, "say what to hash, such as inputs: [data]; [.] is the current folder")),
            OptionalInt.of(WorkerKind.MOST),
            values -> new DigestWork(
                    Algorithm.named(values.get(ALGORITHM)).orElseThrow(),
                    values.get(WorkKind.INPUTS),
                    values.get(SYMLINKS)));

    public DigestWork {
        inputs = List.copyOf(inputs);
    }

    @Override
    public String kind() {
        return NAME;
    }
}
