package dev.volta.core.config.load;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * {@code ports.conf}: one SSH port of 127.0.0.1 per line, each that of a virtual machine. The nodes are called node1,
 * node2 and so on; the first is the controller, the others are workers, and a single one is both.
 */
final class PortsFile {
    private PortsFile() {}

    /** The value that the key {@code nodes} has because of this file. */
    static Tree nodes(SourceText source, List<Problem> problems) {
        var nodes = new ArrayList<Tree>();
        var seen = new HashMap<Port, Origin>();
        var lines = ListFile.lines(source);
        for (var line : lines) {
            try {
                var port = Port.parse(line.text());
                var before = seen.putIfAbsent(port, line.origin());
                if (before != null) {
                    problems.add(Problem.suggested(
                            line.origin(),
                            "",
                            "port " + port + " is given twice",
                            "the other is at " + before.brief()));
                    continue;
                }
                nodes.add(node("node" + (nodes.size() + 1), port, line.origin()));
            } catch (BadValueException e) {
                problems.add(e.at(line.origin(), ""));
            }
        }
        var start = new Origin.InFile(source.file(), 1, 1);
        if (lines.isEmpty()) {
            problems.add(Problem.expected(start, "", "names no port", "one SSH port per line"));
        }
        return new Tree.Sequence(start, nodes);
    }

    private static Tree node(String name, Port port, Origin origin) {
        return new Tree.Mapping(
                origin,
                List.of(
                        new Tree.Entry("name", origin, new Tree.Scalar(origin, name)),
                        new Tree.Entry("address", origin, new Tree.Scalar(origin, NodeKeys.LOOPBACK)),
                        new Tree.Entry("port", origin, new Tree.Scalar(origin, port.toString())),
                        new Tree.Entry("vm", origin, new Tree.Mapping(origin, List.of()))));
    }
}
