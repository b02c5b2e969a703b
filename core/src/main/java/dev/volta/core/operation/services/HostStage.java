package dev.volta.core.operation.services;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Node;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.LockHeldException;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services of the host where there are virtual machines: they start before these are booted, and stop after.
 *
 * @param machines that were chosen
 */
record HostStage(FleetContext context, ChangeSettings settings, List<Node> machines) {
    /** If there are such services, and machines, among {@code selected}. */
    static Optional<HostStage> of(FleetContext context, ChangeSettings settings, List<Node> selected) {
        var configuration = context.configuration();
        var machines = FleetMachines.among(selected);
        var isOne = selected.contains(configuration.inventory().host())
                && !machines.isEmpty()
                && configuration.services().stream().anyMatch(configuration::isOfHost);
        return isOne ? Optional.of(new HostStage(context, settings, machines)) : Optional.empty();
    }

    /** Whether the lock would be on a machine that does not run: then nobody has it. */
    static boolean isLockDown(FleetContext context) throws InterruptedException {
        try (var there = new FleetMachines(context)) {
            return !there.down(List.of(FleetLock.node(context.configuration()))).isEmpty();
        }
    }

    /** Whether {@code selected} is the host alone, and the node that has the lock is a machine that does not run. */
    static boolean isAlone(FleetContext context, List<Node> selected) throws InterruptedException {
        return selected.equals(List.of(context.inventory().host())) && isLockDown(context);
    }

    private Configuration configuration() {
        return context.configuration();
    }

    private Node host() {
        return configuration().inventory().host();
    }

    /** The names of the services. */
    Set<String> services() {
        return own().services().stream().map(ServiceSpec::name).collect(Collectors.toSet());
    }

    /** The fleet as if it had no other services. */
    private Configuration own() {
        var all = configuration();
        return new Configuration(
                all.fleet(),
                all.inventory(),
                all.services().stream().filter(all::isOfHost).toList());
    }

    /** Whether the host runs something else too. */
    boolean isShared() {
        return configuration().services().stream()
                .filter(service -> !configuration().isOfHost(service))
                .anyMatch(
                        service -> configuration().inventory().on(service.on()).contains(host()));
    }

    /**
     * Starts them as described where no other node is there yet, unless something keeps the machines from being booted;
     * returns an exit code.
     */
    int deploy(Scope.LimitRule limits, FleetRecord record) throws IOException, InterruptedException {
        try (var fleet = DeployedFleet.ofHost(context, false)) {
            var change = new FleetChange(context, settings, fleet, List.of(host()));
            return change.lockedInFolder(() -> deploy(fleet, change, limits, record));
        }
    }

    /** The same as a part of {@code whole}, which has the lock of the fleet, and {@code fleet} open. */
    int deploy(DeployedFleet fleet, FleetChange whole, Scope.LimitRule limits, FleetRecord record)
            throws IOException, InterruptedException {
        try (var there = new FleetMachines(context)) {
            there.requireBootable(machines);
        }
        var host = List.of(host());
        var change = whole.on(host);
        var seen = FleetHealth.ask(fleet, fleet.look(host, context.err()), host);
        var wanted = fleet.desired(own(), seen);
        var plans = new ArrayList<DeployPlan>();
        for (var service : wanted.inOrder()) {
            var scope = new Scope(Set.of(host().name()), Optional.of(service.name()), Scope.Aim.DESCRIBED, limits);
            plans.add(Deployment.plan(wanted, scope));
        }
        if (!seen.ok()) {
            return ExitCode.FAILED.code();
        }
        for (var plan : plans) {
            if (change.isRefused(plan)) {
                return ExitCode.CONFIGURATION.code();
            }
        }
        record.note(wanted, plans);
        for (var plan : plans) {
            var outcome = change.carryOut(plan, wanted, seen, OptionalInt.empty());
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
    int stop(FleetMachines there) throws IOException, InterruptedException {
        if (!settings.dryRun() && !there.down(machines).containsAll(machines)) {
            return left("virtual machines run that they are for");
        }
        try {
            return new Stopping(Scope.whole(Set.of(host().name())), context, settings).runOnHost();
        } catch (LockHeldException e) {
            return left(String.valueOf(e.getMessage())); // that code would say that nothing was touched
        }
    }

    private int left(String why) {
        context.err().println("volta: the services of the host were left as they are: " + why);
        return ExitCode.FAILED.code();
    }
}
