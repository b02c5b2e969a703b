package dev.volta.core.operation.machines;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.vm.fleet.VmStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tells machines that run from those that do not, where the logins to them were not made. */
final class BootOutcomes {
    private BootOutcomes() {}

    /** A result in words that is no success. */
    static String words(Optional<VmStatus> machine) {
        return machine.isPresent() ? "runs; nobody logged in to it" : "does not run";
    }

    /** @param running how a machine stands that runs */
    static FleetOutcome<Optional<VmStatus>> of(
            FleetOutcome<Optional<VmStatus>> outcome, Function<NodeName, Optional<VmStatus>> running) {
        var told = new LinkedHashMap<Node, Outcome<Optional<VmStatus>>>();
        outcome.byNode().forEach((node, became) -> told.put(node, of(became, running.apply(node.name()))));
        return new FleetOutcome<>(told, outcome.interrupted());
    }

    /** Those of an outcome of this class that run, and that nobody was told of yet. */
    static Map<Node, Outcome<Optional<VmStatus>>> notLoggedIn(FleetOutcome<Optional<VmStatus>> outcome) {
        var found = new LinkedHashMap<>(outcome.byNode());
        found.values().removeIf(became -> !(became instanceof Outcome.Done<Optional<VmStatus>>) || became.ok());
        return found;
    }

    private static Outcome<Optional<VmStatus>> of(Outcome<Optional<VmStatus>> became, Optional<VmStatus> running) {
        return switch (became) {
            case Outcome.NotStarted<Optional<VmStatus>> _, Outcome.Interrupted<Optional<VmStatus>> _
            when running.isPresent() -> new Outcome.Done<>(running, false, Duration.ZERO);
            case Outcome.Done<Optional<VmStatus>> _,
                    Outcome.Unreachable<Optional<VmStatus>> _,
                    Outcome.Failed<Optional<VmStatus>> _,
                    Outcome.NotStarted<Optional<VmStatus>> _,
                    Outcome.Interrupted<Optional<VmStatus>> _ -> became;
        };
    }
}
