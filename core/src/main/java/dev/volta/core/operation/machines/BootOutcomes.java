package dev.volta.core.operation.machines;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.vm.fleet.VmStanding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tells machines that run from those that do not, where the logins to them were not made. */
final class BootOutcomes {
    private BootOutcomes() {}

    /** A result in words that is no success. */
    static String words(Optional<VmStanding> machine) {
        return machine.isPresent() ? "runs; nobody logged in to it" : "does not run";
    }

    /** @param running how a machine stands that runs */
    static FleetOutcome<Optional<VmStanding>> of(
            FleetOutcome<Optional<VmStanding>> outcome, Function<NodeName, Optional<VmStanding>> running) {
        var told = new LinkedHashMap<Node, Outcome<Optional<VmStanding>>>();
        outcome.byNode().forEach((node, became) -> told.put(node, of(became, running.apply(node.name()))));
        return new FleetOutcome<>(told, outcome.interrupted());
    }

    /** Those of an outcome of this class that run, and that nobody was told of yet. */
    static Map<Node, Outcome<Optional<VmStanding>>> notLoggedIn(FleetOutcome<Optional<VmStanding>> outcome) {
        var found = new LinkedHashMap<>(outcome.byNode());
        found.values().removeIf(became -> !(became instanceof Outcome.Done<Optional<VmStanding>>) || became.ok());
        return found;
    }

    private static Outcome<Optional<VmStanding>> of(
            Outcome<Optional<VmStanding>> became, Optional<VmStanding> running) {
        return switch (became) {
            case Outcome.NotStarted<Optional<VmStanding>> _, Outcome.Interrupted<Optional<VmStanding>> _
            when running.isPresent() -> new Outcome.Done<>(running, false, Duration.ZERO);
            case Outcome.Done<Optional<VmStanding>> _,
                    Outcome.Unreachable<Optional<VmStanding>> _,
                    Outcome.Failed<Optional<VmStanding>> _,
                    Outcome.NotStarted<Optional<VmStanding>> _,
                    Outcome.Interrupted<Optional<VmStanding>> _ -> became;
        };
    }
}
