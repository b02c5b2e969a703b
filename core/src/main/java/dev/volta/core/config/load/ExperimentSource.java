package dev.volta.core.config.load;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.shapes.Misspelling;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the description of an experiment: load, apply options and defaults, validate. */
public final class ExperimentSource {
    private final List<WorkKind> kinds;
    private final List<Problem> problems = new ArrayList<>();

    private ExperimentSource(List<WorkKind> kinds) {
        this.kinds = kinds;
    }

    /**
     * The experiment in {@code file}, if there is one, as {@code options} change it. A file that does not say what its
     * kind of work has to be told is wrong, unless an option says it: nobody meant the folder that he happens to be in.
     *
     * @param kinds of work that can be done; without a kind it is the first
     * @param inventory on whose nodes the inputs may lie
     * @throws ConfigurationException with everything that is wrong
     */
    public static Effective<Experiment> read(
            Optional<Path> file, List<Overlay> options, List<WorkKind> kinds, Inventory inventory) {
        var source = new ExperimentSource(kinds);
        var tree = source.load(file);
        if (file.isPresent()) {
            source.requireSaid(tree, options);
        }
        var filled = source.applyDefaults(tree, options);
        return source.validate(filled, inventory);
    }

    private Tree load(Optional<Path> file) {
        if (file.isEmpty()) {
            return new Tree.Mapping(new Origin.ByDefault(), List.of());
        }
        return SourceText.read(file.get(), problems)
                .flatMap(text -> YamlReader.read(text, problems))
                .orElseThrow(() -> Problems.asException(problems));
    }

    private void requireSaid(Tree file, List<Overlay> options) {
        if (!(file instanceof Tree.Mapping mapping)) {
            return;
        }
        if (mapping.entries().isEmpty()) {
            problems.add(Problem.expected(
                    file.origin(),
                    "",
                    "describes nothing",
                    "at least workload: {inputs: [data]}; [.] is the current folder"));
            return;
        }
        var workload = mapping.get("workload");
        kind(mapping).flatMap(WorkKind::said).ifPresent(said -> {
            var name = said.key().name();
            var missing = workload.isEmpty()
                    || (workload.get() instanceof Tree.Mapping keys
                            && keys.get(name).isEmpty());
            if (missing && options.stream().noneMatch(option -> option.keyPath().equals(List.of("workload", name)))) {
                problems.add(Problem.suggested(
                        workload.orElse(file).origin(), "workload." + name, "is missing", said.advice()));
            }
        });
    }

    /** The kind that {@code file} names; empty if there is none of that name. */
    private Optional<WorkKind> kind(Tree file) {
        var named = file.child("workload")
                .flatMap(workload -> workload.child("kind"))
                .map(kind -> kind.scalar().orElse(""));
        return named.isEmpty()
                ? Optional.of(kinds.getFirst())
                : kinds.stream().filter(kind -> kind.name().equals(named.get())).findFirst();
    }

    private Tree applyDefaults(Tree tree, List<Overlay> options) {
        var changed = tree;
        for (var option : options) {
            changed = option.on(changed);
        }
        return new ExperimentKeys(kinds).file().withDefaults(changed);
    }

    private Effective<Experiment> validate(Tree tree, Inventory inventory) {
        var experiment = new ExperimentKeys(kinds).file().read(tree, "", problems);
        experiment.ifPresent(read -> {
            refuseUnknownNodes(read, tree, inventory);
            refuseTooManyWorkers(read, tree, inventory);
            refuseDuplicates(read, tree);
        });
        if (!problems.isEmpty()) {
            throw Problems.asException(problems);
        }
        return new Effective<>(experiment.orElseThrow(), tree);
    }

    private void refuseTooManyWorkers(Experiment experiment, Tree tree, Inventory inventory) {
        var most = kind(tree).map(WorkKind::mostWorkers).orElseGet(OptionalInt::empty);
        if (experiment.workers().isEmpty()) {
            return;
        }
        var perNode = experiment.workers().getAsInt();
        var nodes = inventory.labelled(Node.WORKER).size();
        var origin = tree.child("workers").orElse(tree).origin();
        if (most.isEmpty()) {
            problems.add(Problem.suggested(
                    origin,
                    "workers",
                    "work of kind '" + experiment.work().kind() + "' has no workers",
                    "leave it out"));
        } else if (perNode * nodes > most.getAsInt()) {
            problems.add(Problem.expected(
                    origin,
                    "workers",
                    perNode + " on each of " + nodes + " nodes are " + perNode * nodes,
                    "at most " + most.getAsInt() + " on all nodes together"));
        }
    }

    /** What is the same only by links or lies in another input is seen where the inputs lie, and warned of. */
    private void refuseDuplicates(Experiment experiment, Tree tree) {
        var places = places(tree);
        var first = new HashMap<ExperimentInput, Integer>();
        var inputs = experiment.work().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            var before = first.putIfAbsent(inputs.get(i).plain(), i);
            if (before != null) {
                problems.add(Problem.suggested(
                        places.get(i).origin(),
                        "workload.inputs[" + i + "]",
                        "'" + inputs.get(i) + "' is the same as workload.inputs[" + before + "], '" + inputs.get(before)
                                + "', and would be read twice",
                        "name it once"));
            }
        }
    }

    private static List<Tree> places(Tree tree) {
        return tree.child("workload")
                .flatMap(workload -> workload.child("inputs"))
                .map(Tree::items)
                .orElse(List.of());
    }

    private void refuseUnknownNodes(Experiment experiment, Tree tree, Inventory inventory) {
        var places = places(tree);
        var names = inventory.nodes().stream().map(node -> node.name().value()).toList();
        var inputs = experiment.work().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof ExperimentInput.OnNode(var node, var _)
                    && inventory.find(node).isEmpty()) {
                problems.add(Problem.suggested(
                        places.get(i).origin(),
                        "workload.inputs[" + i + "]",
                        "there is no node '" + node + "'",
                        Misspelling.of(node.value(), names)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known are " + String.join(", ", names)
                                        + "; for a local path write ./ before it")));
            }
        }
    }
}
