package dev.volta.core.config.load;

import dev.volta.core.config.Inventory;
import dev.volta.core.config.Origin;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.List;

/** Fills in what a node is by its place in the list rather than by a constant: its address and its labels. */
final class NodeDefaults {
    private NodeDefaults() {}

    static Tree fill(Tree file) {
        if (!(file instanceof Tree.Mapping mapping) || mapping.get("nodes").isEmpty()) {
            return file;
        }
        var entry = mapping.entry("nodes").orElseThrow();
        if (!(entry.value() instanceof Tree.Sequence nodes)) {
            return file;
        }
        var filled = new ArrayList<Tree>();
        for (int i = 0; i < nodes.items().size(); i++) {
            filled.add(fill(nodes.items().get(i), i, nodes.items().size()));
        }
        return mapping.with(entry.withValue(new Tree.Sequence(nodes.origin(), filled)));
    }

    private static Tree fill(Tree tree, int index, int count) {
        if (!(tree instanceof Tree.Mapping node)) {
            return tree;
        }
        var origin = new Origin.ByDefault();
        var filled = node;
        if (node.get("address").isEmpty() && node.get("name").isPresent()) {
            var name = node.get("name").orElseThrow().scalar().orElse("");
            var address = node.get("vm").isPresent() ? NodeKeys.LOOPBACK : name;
            filled = filled.with(new Tree.Entry("address", origin, new Tree.Scalar(origin, address)));
        }
        if (node.get("labels").isEmpty()) {
            List<Tree> labels = Inventory.usualLabels(index, count).stream()
                    .<Tree>map(label -> new Tree.Scalar(origin, label))
                    .toList();
            filled = filled.with(new Tree.Entry("labels", origin, new Tree.Sequence(origin, labels)));
        }
        return filled;
    }
}
