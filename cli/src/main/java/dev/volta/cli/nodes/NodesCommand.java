package dev.volta.cli.nodes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta nodes}. */
@Command(name = "nodes", description = "List the nodes with their labels and the line that defines each.")
public final class NodesCommand implements Runnable {
    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        var nodes = fleet.limit().isPresent()
                ? fleet.selectOrThisMachine()
                : fleet.configurationOrThisMachine().nodes();
        var out = spec.commandLine().getOut();
        switch (output) {
            case text -> out.print(table(nodes));
            case json -> out.println(json(nodes));
        }
    }

    private static String table(List<Node> nodes) {
        var names = width(nodes.stream().map(node -> node.name().value()).toList());
        var ways = width(nodes.stream().map(NodesCommand::way).toList());
        var labels = width(
                nodes.stream().map(node -> String.join(",", node.labels())).toList());
        var line = "%-" + names + "s  %-" + ways + "s  %-" + labels + "s  %s\n";
        var table = new StringBuilder(line.formatted("NODE", "ADDRESS", "LABELS", "FROM"));
        for (var node : nodes) {
            table.append(line.formatted(
                    node.name(),
                    way(node),
                    String.join(",", node.labels()),
                    node.origin().brief()));
        }
        return table.toString();
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).reduce("ADDRESS".length(), Math::max);
    }

    private static String json(List<Node> nodes) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var node : nodes) {
            var one = all.addObject().put("node", node.name().value()).put("address", way(node));
            node.labels().forEach(one.putArray("labels")::add);
            one.put("from", node.origin().brief());
        }
        return all.toPrettyString();
    }

    private static String way(Node node) {
        return switch (node.reach()) {
            case Reach.Here _ -> "local";
            case Reach.Ssh ssh -> ssh.toString();
        };
    }
}
