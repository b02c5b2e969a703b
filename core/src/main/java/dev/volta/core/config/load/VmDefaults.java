package dev.volta.core.config.load;

import dev.volta.core.config.yaml.Tree;
import java.util.List;

/** Gives each virtual machine of a fleet what {@code fleet.vm} says of all and it does not say otherwise. */
final class VmDefaults {
    private static final String VM = "vm";

    private VmDefaults() {}

    static Tree fill(Tree file) {
        var common = file.child("fleet")
                .flatMap(fleet -> fleet.child(VM))
                .map(Tree::entries)
                .orElse(List.of());
        if (common.isEmpty()
                || !(file instanceof Tree.Mapping mapping)
                || mapping.get("nodes").isEmpty()) {
            return file;
        }
        var nodes = mapping.entry("nodes").orElseThrow();
        if (!(nodes.value() instanceof Tree.Sequence list)) {
            return file;
        }
        var filled = list.items().stream().map(node -> fill(node, common)).toList();
        return mapping.with(nodes.withValue(new Tree.Sequence(list.origin(), filled)));
    }

    private static Tree fill(Tree tree, List<Tree.Entry> common) {
        if (!(tree instanceof Tree.Mapping node)
                || node.entry(VM).isEmpty()
                || !(node.entry(VM).get().value() instanceof Tree.Mapping vm)) {
            return tree;
        }
        var filled = vm;
        for (var entry : common) {
            filled = vm.get(entry.key()).isPresent() ? filled : filled.with(entry);
        }
        return node.with(node.entry(VM).get().withValue(filled));
    }
}
