package dev.volta.core.experiment;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.config.load.Effective;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.experiment.InputProbe.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges whether the inputs of an experiment lie where they are said to, before anything is started. */
public final class ExperimentInputs {
    private static final String KEY = "workload.inputs";

    private final List<ExperimentInput> inputs;
    private final List<Origin> origins;
    private final List<Problem> problems = new ArrayList<>();

    private ExperimentInputs(Effective<Experiment> effective) {
        this.inputs = effective.value().work().inputs();
        this.origins = effective
                .tree()
                .child("workload")
                .flatMap(workload -> workload.child("inputs"))
                .map(Tree::items)
                .orElse(List.of())
                .stream()
                .map(Tree::origin)
                .toList();
    }

    /** The paths that {@code node} has to read. */
    public static List<String> on(NodeName node, Experiment experiment) {
        return experiment.work().inputs().stream()
                .filter(input -> isReadOn(List.of(node), input))
                .map(ExperimentInputs::path)
                .distinct()
                .toList();
    }

    /** The folder for results if an input that this machine reads holds it, so that it is left out; else nothing. */
    public static List<Path> resultsAmong(List<ExperimentInput> inputs, Path out, List<Node> nodes) {
        var results = out.toAbsolutePath().normalize();
        var here = here(nodes);
        var holds = inputs.stream().anyMatch(input -> holds(input, results) && isReadOn(here, input));
        return holds ? List.of(results) : List.of();
    }

    private static List<NodeName> here(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.reach() instanceof Reach.Here)
                .map(Node::name)
                .toList();
    }

    private static boolean isReadOn(List<NodeName> nodes, ExperimentInput input) {
        return switch (input) {
            case ExperimentInput.OnNode bound -> nodes.contains(bound.node());
            case ExperimentInput.Shared _, ExperimentInput.Local _ -> true;
        };
    }

    /** As it is looked at: a path from the top. */
    private static String path(ExperimentInput input) {
        return switch (input) {
            case ExperimentInput.Local _ -> input.absolute();
            case ExperimentInput.OnNode _, ExperimentInput.Shared _ -> input.given();
        };
    }

    private static boolean holds(ExperimentInput input, Path results) {
        return results.startsWith(input.path().normalize());
    }

    /** Refuses, without looking, what no node can read, and inputs of other nodes in which the results folder is left out. */
    public static void requirePlaced(Effective<Experiment> effective, List<Node> nodes, List<NodeName> workers) {
        var check = new ExperimentInputs(effective);
        check.requireResultsApart(effective.value().out(), nodes);
        for (int i = 0; i < check.inputs.size(); i++) {
            switch (check.inputs.get(i)) {
                case ExperimentInput.Local(var path) ->
                    check.refuse(
                            i,
                            "'" + path + "' is a path of this machine",
                            "say where the data lies: " + workers.getFirst() + ":" + path.toAbsolutePath()
                                    + ", or shared:" + path.toAbsolutePath() + " if all nodes see it there");
                case ExperimentInput.OnNode(var node, var _)
                when !workers.contains(node) ->
                    check.refuse(
                            i, "node '" + node + "' runs no workers", "label it worker, or choose one of " + workers);
                case ExperimentInput.OnNode _, ExperimentInput.Shared _ -> {}
            }
        }
        check.finish();
    }

    /** The results folder is left out of the inputs on every node; on another one a folder of that name may hold data. */
    private void requireResultsApart(Path out, List<Node> nodes) {
        var here = here(nodes);
        for (var results : resultsAmong(inputs, out, nodes)) {
            for (int i = 0; i < inputs.size(); i++) {
                if (holds(inputs.get(i), results)
                        && inputs.get(i) instanceof ExperimentInput.OnNode(var node, var _)
                        && !here.contains(node)) {
                    refuse(
                            i,
                            "the results go to '" + results + "', which is left out of the input of this machine; on '"
                                    + node + "' it may be data",
                            "let the results go to a folder outside of the inputs with --out");
                }
            }
        }
    }

    /** Refuses an input of this machine alone that is the folder for results, which is left out. */
    public static void requireApart(Effective<Experiment> effective) {
        var check = new ExperimentInputs(effective);
        var out = effective.value().out();
        for (int i = 0; i < check.inputs.size(); i++) {
            if (check.inputs.get(i) instanceof ExperimentInput.Local(var path) && isSameFolder(path, out)) {
                check.refuse(
                        i,
                        "'" + path + "' is the folder for results, which is left out",
                        "name a folder beside it, or let the results go elsewhere with --out");
            }
        }
        check.finish();
    }

    /** What cannot be looked at is left to the run, which says what it finds. */
    private static boolean isSameFolder(Path path, Path out) {
        try {
            return Files.isDirectory(out) && Files.isDirectory(path) && Files.isSameFile(path, out);
        } catch (IOException e) {
            return false;
        }
    }

    /** Refuses what was not seen, and shared inputs that are not the same everywhere. */
    public static void requireSeen(Effective<Experiment> effective, Map<NodeName, Map<String, Sight>> seen) {
        var check = new ExperimentInputs(effective);
        for (int i = 0; i < check.inputs.size(); i++) {
            check.judge(i, seen);
        }
        check.finish();
    }

    /** Which of the inputs hold the same files on the nodes that read them. */
    public static InputOverlaps overlaps(Experiment experiment, Map<NodeName, Map<String, Sight>> seen) {
        var overlaps = new InputOverlaps();
        seen.forEach((node, sights) -> overlaps.add(experiment.work().inputs().stream()
                .filter(input -> isReadOn(List.of(node), input))
                .flatMap(input -> sights.get(path(input)) instanceof Sight.There(var _, var real)
                        ? Stream.of(new InputOverlaps.Seen(input, real))
                        : Stream.empty())
                .toList()));
        return overlaps;
    }

    private static String quoted(ExperimentInput input) {
        return "'" + input.path() + "'";
    }

    /** Where it was looked at, if that is not this machine alone. */
    private static String on(Map.Entry<NodeName, ?> node, ExperimentInput input) {
        return input instanceof ExperimentInput.Local ? "" : " on " + node.getKey();
    }

    private void judge(int index, Map<NodeName, Map<String, Sight>> seen) {
        var input = inputs.get(index);
        Map.Entry<NodeName, String> first = null;
        for (var node : seen.entrySet()) {
            if (input instanceof ExperimentInput.OnNode(var owner, var _) && !owner.equals(node.getKey())) {
                continue;
            }
            switch (node.getValue().get(path(input))) {
                case Sight.Missing() ->
                    refuse(index, quoted(input) + " does not exist" + on(node, input), "check the path");
                case Sight.Unreadable() ->
                    refuse(
                            index,
                            quoted(input) + " cannot be read" + on(node, input),
                            "give the user who reads it the right to");
                case Sight.Special() ->
                    refuse(
                            index,
                            quoted(input) + on(node, input) + " is neither a file nor a folder",
                            "name a file or folder; nothing else is read");
                case Sight.Empty() ->
                    refuse(index, quoted(input) + on(node, input) + " is an empty folder", "name a folder with files");
                case Sight.There(var identity, var _) -> {
                    if (first == null) {
                        first = Map.entry(node.getKey(), identity);
                    } else if (!first.getValue().equals(identity)) {
                        refuse(
                                index,
                                "'" + input.path() + "' is not the same on " + first.getKey() + " and " + node.getKey()
                                        + " (" + first.getValue() + "; " + identity + ")",
                                "mount the same export on all nodes, or bind the input to a node");
                    }
                }
                case null -> {}
            }
        }
    }

    private void refuse(int index, String found, String suggestion) {
        problems.add(Problem.suggested(origins.get(index), KEY + "[" + index + "]", found, suggestion));
    }

    private void finish() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
