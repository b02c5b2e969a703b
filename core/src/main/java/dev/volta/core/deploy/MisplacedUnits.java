package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Units that run on a node and are called after another one of the fleet: the description gave that one's address to this
 * node after they were deployed. A host key does not tell, since it is pinned to the address. Pure.
 */
final class MisplacedUnits {
    private MisplacedUnits() {}

    static List<Finding> findings(DesiredState desired, Scope scope) {
        var findings = new ArrayList<Finding>();
        for (var view : desired.views().values()) {
            if (scope.nodes().contains(view.name())) {
                finding(desired, view).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> finding(DesiredState desired, ObservedNode view) {
        for (var unit : view.services().values()) {
            var owner = owner(desired, unit.name()).filter(name -> !name.equals(view.name()));
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

    /** The described node that {@code unit} is called after. */
    private static Optional<NodeName> owner(DesiredState desired, String unit) {
        var kinds = desired.programs().families().stream()
                .flatMap(family -> family.kinds().stream())
                .toList();
        return desired.configuration().nodes().stream()
                .map(Node::name)
                .filter(node -> kinds.stream().anyMatch(kind -> kind.isUnitOf(node, unit)))
                .findFirst();
    }
}
