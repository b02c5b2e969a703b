package dev.volta.core.config.load;

import dev.volta.core.config.yaml.Tree;

/** Gives each node the transport that {@code fleet.transport} names and it does not say otherwise. */
final class TransportDefaults {
    private static final String TRANSPORT = "transport";

    private TransportDefaults() {}

    static Tree fill(Tree file) {
        var common = file.child("fleet")
                .filter(Tree.Mapping.class::isInstance)
                .flatMap(fleet -> ((Tree.Mapping) fleet).entry(TRANSPORT));
        if (common.isEmpty()
                || !(file instanceof Tree.Mapping mapping)
                || mapping.get("nodes").isEmpty()) {
            return file;
        }
        var nodes = mapping.entry("nodes").orElseThrow();
        if (!(nodes.value() instanceof Tree.Sequence list)) {
            return file;
        }
        var filled = list.items().stream().map(node -> fill(node, common.get())).toList();
        return mapping.with(nodes.withValue(new Tree.Sequence(list.origin(), filled)));
    }

    private static Tree fill(Tree tree, Tree.Entry common) {
        return tree instanceof Tree.Mapping node && node.get(TRANSPORT).isEmpty() ? node.with(common) : tree;
    }
}
