package dev.volta.core.config.load;

import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.Origin;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        var others = Math.toIntExact(
                nodes.items().stream().filter(node -> !isHost(node)).count());
        var filled = new ArrayList<Tree>();
        var index = 0;
        for (var node : nodes.items()) {
            if (isHost(node) && others > 0) {
                filled.add(fill(node, List.of()));
            } else {
                filled.add(fill(node, Inventory.usualLabels(index, Math.max(others, 1))));
                index++;
            }
        }
        return mapping.with(entry.withValue(new Tree.Sequence(nodes.origin(), filled)));
    }

    /** Among others the host has no label but those that it is given. */
    private static boolean isHost(Tree node) {
        return node.child("name").flatMap(Tree::scalar).equals(Optional.of(Node.HOST.value()));
    }

    private static Tree fill(Tree tree, List<String> usualLabels) {
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
            List<Tree> labels = usualLabels.stream()
                    .<Tree>map(label -> new Tree.Scalar(origin, label))
                    .toList();
            filled = filled.with(new Tree.Entry("labels", origin, new Tree.Sequence(origin, labels)));
        }
        return filled;
    }
}
