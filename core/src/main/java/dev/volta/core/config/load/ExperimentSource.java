package dev.volta.core.config.load;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Input;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.keys.Misspelling;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Reads the description of an experiment: load, apply options and defaults, validate. */
public final class ExperimentSource {
    private static final List<String> INPUTS = List.of("workload", "inputs");

    private final Collection<String> algorithms;
    private final List<Problem> problems = new ArrayList<>();

    private ExperimentSource(Collection<String> algorithms) {
        this.algorithms = algorithms;
    }

    /**
     * The experiment in {@code file}, if there is one, as {@code options} change it. Without a file the current folder is
     * hashed; a file that does not say what is to be hashed is wrong, unless an option says it: nobody meant the folder
     * that he happens to be in.
     *
     * @param algorithms the digests that can be computed
     * @param inventory on whose nodes the inputs may lie
     * @throws ConfigurationException with everything that is wrong
     */
    public static Effective<Experiment> read(
            Optional<Path> file, List<Overlay> options, Collection<String> algorithms, Inventory inventory) {
        var source = new ExperimentSource(algorithms);
        var tree = source.load(file);
        if (file.isPresent()) {
            source.requireInputs(tree, options);
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

    private void requireInputs(Tree file, List<Overlay> options) {
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
        var said = workload.isEmpty()
                || (workload.get() instanceof Tree.Mapping keys
                        && keys.get("inputs").isEmpty());
        if (said && options.stream().noneMatch(option -> option.keyPath().equals(INPUTS))) {
            problems.add(Problem.suggested(
                    workload.orElse(file).origin(),
                    "workload.inputs",
                    "is missing",
                    "say what to hash, such as inputs: [data]; [.] is the current folder"));
        }
    }

    private Tree applyDefaults(Tree tree, List<Overlay> options) {
        var changed = tree;
        for (var option : options) {
            changed = option.on(changed);
        }
        return new ExperimentKeys(algorithms).file().withDefaults(changed);
    }

    private Effective<Experiment> validate(Tree tree, Inventory inventory) {
        var experiment = new ExperimentKeys(algorithms).file().read(tree, "", problems);
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
        var perNode = experiment.workers().orElse(0);
        var nodes = inventory.labelled(Node.WORKER).size();
        if (perNode * nodes > Experiment.MOST_WORKERS) {
            problems.add(Problem.expected(
                    tree.child("workers").orElse(tree).origin(),
                    "workers",
                    perNode + " on each of " + nodes + " nodes are " + perNode * nodes,
                    "at most " + Experiment.MOST_WORKERS + " on all nodes together"));
        }
    }

    /** What is the same only by links or lies in another input is seen where the inputs lie, and warned of. */
    private void refuseDuplicates(Experiment experiment, Tree tree) {
        var places = places(tree);
        var first = new HashMap<Input, Integer>();
        var inputs = experiment.work().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            var before = first.putIfAbsent(inputs.get(i).plain(), i);
            if (before != null) {
                problems.add(Problem.suggested(
                        places.get(i).origin(),
                        "workload.inputs[" + i + "]",
                        "'" + inputs.get(i) + "' is the same as workload.inputs[" + before + "], '" + inputs.get(before)
                                + "', and would be hashed twice",
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
            if (inputs.get(i) instanceof Input.OnNode(var node, var _)
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
