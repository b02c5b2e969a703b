package dev.volta.core.config.load;

import dev.volta.core.config.yaml.Tree;
import java.util.List;
import java.util.Optional;

/** Gives each node what {@code fleet} says of all and it does not say otherwise: its transport, and fields of its {@code vm}. */
final class SharedNodeSettings {
    private static final String TRANSPORT = "transport";
    private static final String VM = "vm";
    private static final String NODES = "nodes";

    private SharedNodeSettings() {}

    static Tree fill(Tree file) {
        var fleet = file.child("fleet");
        var transport =
                fleet.filter(Tree.Mapping.class::isInstance).flatMap(all -> ((Tree.Mapping) all).entry(TRANSPORT));
        var machine = fleet.flatMap(all -> all.child(VM)).map(Tree::entries).orElse(List.of());
        if (!(file instanceof Tree.Mapping mapping)
                || mapping.get(NODES).isEmpty()
                || (transport.isEmpty() && machine.isEmpty())) {
            return file;
        }
        var nodes = mapping.entry(NODES).orElseThrow();
        if (!(nodes.value() instanceof Tree.Sequence list)) {
            return file;
        }
        var filled = list.items().stream()
                .map(node -> node instanceof Tree.Mapping one ? fill(one, transport, machine) : node)
                .toList();
        return mapping.with(nodes.withValue(new Tree.Sequence(list.origin(), filled)));
    }

    private static Tree fill(Tree.Mapping node, Optional<Tree.Entry> transport, List<Tree.Entry> machine) {
        var own = node.entry(VM)
                .filter(vm -> vm.value() instanceof Tree.Mapping)
                .map(vm -> node.with(vm.withValue(fill((Tree.Mapping) vm.value(), machine))))
                .orElse(node);
        return fill(own, transport.stream().toList());
    }

    private static Tree.Mapping fill(Tree.Mapping own, List<Tree.Entry> common) {
        var filled = own;
        for (var entry : common) {
            filled = own.get(entry.key()).isPresent() ? filled : filled.with(entry);
        }
        return filled;
    }
}
