package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.remote.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Workers that run on a node and are called after another one of the fleet: the description gave that one's address to this
 * node after they were deployed. A host key does not tell, since it is pinned to the address. Pure.
 */
final class MisplacedWorkers {
    private MisplacedWorkers() {}

    static List<Finding> findings(Blueprint blueprint, Scope scope) {
        var findings = new ArrayList<Finding>();
        for (var view : blueprint.views().values()) {
            if (scope.nodes().contains(view.name())) {
                finding(blueprint, view).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> finding(Blueprint blueprint, NodeView view) {
        for (var unit : view.services().values()) {
            var owner = owner(blueprint, unit.name()).filter(name -> !name.equals(view.name()));
            if (owner.isPresent() && Shutdown.hasProcesses(unit)) {
                return Optional.of(Finding.refusal(
                        Finding.Subject.PLACEMENT,
                        view.name(),
                        "runs " + unit.name() + ", so it was deployed as " + owner.get(),
                        "give " + view.name() + " and " + owner.get()
                                + " the addresses back that they had, or stop what runs first: volta stop-all"));
            }
        }
        return Optional.empty();
    }

    /** The described node that a worker's unit is called after. */
    private static Optional<NodeName> owner(Blueprint blueprint, String unit) {
        return blueprint.configuration().inventory().nodes().stream()
                .map(Node::name)
                .filter(name -> Pattern.matches("worker-" + Pattern.quote(name.value()) + "-[0-9]+", unit))
                .findFirst();
    }
}
