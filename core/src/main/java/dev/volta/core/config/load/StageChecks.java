package dev.volta.core.config.load;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Problem;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.yaml.Tree;
import java.util.List;

/** Whether the order of services fits to that of the stages: the host's services, virtual machines, services of nodes. */
final class StageChecks {
    private StageChecks() {}

    static void run(Configuration configuration, Tree tree, List<Problem> problems) {
        if (configuration.inventory().nodes().stream()
                .noneMatch(node -> node.vm().isPresent())) {
            return;
        }
        for (var service : configuration.services()) {
            if (configuration.isOfHost(service)) {
                check(service, configuration, tree, problems);
            }
        }
    }

    private static void check(ServiceSpec service, Configuration configuration, Tree tree, List<Problem> problems) {
        var after = tree.child("services")
                .flatMap(services -> services.child(service.name()))
                .flatMap(body -> body.child("after"))
                .map(Tree::items)
                .orElse(List.of());
        for (int i = 0; i < after.size(); i++) {
            var name = after.get(i).scalar().orElse("");
            var isLater = configuration.services().stream()
                    .anyMatch(other -> other.name().equals(name) && !configuration.isOfHost(other));
            if (isLater) {
                problems.add(Problem.suggested(
                        after.get(i).origin(),
                        "services." + service.name() + ".after[" + i + "]",
                        "'" + service.name()
                                + "' runs on the host and starts before the virtual machines, and so before '" + name
                                + "'",
                        "remove it here, or let '" + name + "' come after '" + service.name() + "'"));
            }
        }
    }
}
