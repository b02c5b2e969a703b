package dev.volta.core.config.load;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Work;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.ListShape;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.config.shapes.Values;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A kind of work that an experiment may name.
 *
 * @param name as {@code workload.kind} has it
 * @param keys of {@code workload} beside {@code kind}
 * @param said what a file has to say although there is a default for it
 * @param mostWorkers how many workers it takes on all nodes together; empty if it has none
 * @param make is called only when every key was read without a problem
 */
public record WorkKind(
        String name, List<Key<?>> keys, Optional<Said> said, OptionalInt mostWorkers, Function<Values, Work> make) {
    /** For work that reads files; without it the current folder is read. */
    public static final Key<List<ExperimentInput>> INPUTS = Key.withDefault(
            "inputs",
            new ListShape<>(
                    Shapes.matching("a path, node:/path or shared:/path", "(.|\\n)+", ExperimentInput::parse), 1),
            "[.]",
            "Files and folders: a path starts from the current folder; node6:/data is on node6 only;"
                    + " shared:/mnt is the same on all nodes.");

    public WorkKind {
        keys = List.copyOf(keys);
    }

    /**
     * A key whose default is for the command line alone.
     *
     * @param advice what to write, for a file without it
     */
    public record Said(Key<?> key, String advice) {}
}
