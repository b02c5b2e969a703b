package dev.volta.core.operation.machines;

import dev.volta.core.config.Node;
import dev.volta.core.wire.Quantities;
import java.util.List;
import java.util.Locale;

/** What booting would do, a line for each machine. */
final class Preview {
    private Preview() {}

    static List<String> of(List<Node> machines, List<Node> missing) {
        return machines.stream()
                .map(node -> node.name() + ": " + (missing.contains(node) ? "would be booted: " + like(node) : "runs"))
                .toList();
    }

    private static String like(Node node) {
        var vm = node.vm().orElseThrow();
        return "%s (%s), %s of memory, %s, %s"
                .formatted(
                        lower(vm.arch()),
                        lower(vm.accel()),
                        vm.memory(),
                        Quantities.count(vm.cpus(), "CPU"),
                        node.reach());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
