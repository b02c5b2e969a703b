package dev.volta.core.operation.services;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Node;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The services of the host where there are virtual machines: they start before these are booted, and stop after. */
record HostStage(FleetContext context, ChangeSettings settings) {
    /** If there are such services, and machines, among {@code selected}. */
    static Optional<HostStage> of(FleetContext context, ChangeSettings settings, List<Node> selected) {
        var configuration = context.configuration();
        var isOne = selected.contains(configuration.inventory().host())
                && selected.stream().anyMatch(node -> node.vm().isPresent())
                && configuration.services().stream().anyMatch(configuration::isOfHost);
        return isOne ? Optional.of(new HostStage(context, settings)) : Optional.empty();
    }

    private Configuration configuration() {
        return context.configuration();
    }

    private Node host() {
        return configuration().inventory().host();
    }

    /** The names of the services. */
    Set<String> services() {
        return configuration().services().stream()
                .filter(configuration()::isOfHost)
                .map(ServiceSpec::name)
                .collect(Collectors.toSet());
    }

    /** Whether the host runs something else too. */
    boolean isShared() {
        return configuration().services().stream()
                .filter(service -> !configuration().isOfHost(service))
                .anyMatch(
                        service -> configuration().inventory().on(service.on()).contains(host()));
    }

    /** Starts them as described where no other node is there yet; returns an exit code. */
    int deploy(Scope.LimitRule limits, FleetRecord record) throws IOException, InterruptedException {
        try (var fleet = DeployedFleet.ofHost(context, false)) {
            var change = new FleetChange(context, settings, fleet, List.of(host()));
            return change.lockedInFolder(() -> deploy(fleet, change, limits, record));
        }
    }

    /** The same by an operation that has the lock of the fleet, and {@code fleet} open. */
    int deploy(DeployedFleet fleet, FleetChange change, Scope.LimitRule limits, FleetRecord record)
            throws IOException, InterruptedException {
        var host = List.of(host());
        var seen = FleetHealth.ask(fleet, fleet.lookAt(host, context.err()), host);
        var blueprint = fleet.blueprint(seen);
        var plans = new ArrayList<DeployPlan>();
        for (var service : configuration().services()) {
            if (configuration().isOfHost(service)) {
                plans.add(DeployedFleet.plan(
                        blueprint,
                        new Scope(Set.of(host().name()), Optional.of(service.name()), Scope.Aim.DESCRIBED, limits)));
            }
        }
        for (var plan : plans) {
            if (change.isRefused(plan)) {
                return ExitCode.CONFIGURATION.code();
            }
        }
        record.note(blueprint, plans);
        for (var plan : plans) {
            var outcome = change.carryOut(plan, blueprint, seen, OptionalInt.empty());
            if (!outcome.ok() || plan.changesSomething()) {
                var code = change.tell(outcome, host().name() + ": " + PlanText.sum(plan));
                if (code != ExitCode.OK.code()) {
                    return code;
                }
            }
        }
        return ExitCode.OK.code();
    }

    /** Stops them after the machines were ended; returns an exit code. */
    int stop() throws IOException, InterruptedException {
        return new Stopping(Scope.whole(Set.of(host().name())), context, settings).runOnHost();
    }
}
