package dev.volta.core.operation.services;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.fleet.FailedHosts;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.link.Links;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.lock.MachinesLock;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.Quantities;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings a fleet to its described state. Virtual machines that are down are booted first. */
public final class DeployAll {
    private static final String NAME = "deploy-all";
    private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

    private final FleetContext context;
    private final Settings settings;

    /** Machines that do not run cannot be looked at: they are taken for empty. */
    private boolean imagined;

    /**
     * What is asked for.
     *
     * @param resume only the nodes on which it was not finished last time
     * @param diff shows how files and definitions of services differ, and changes nothing
     * @param offline contacts no node, and takes all for empty; only for a dry run
     * @param patience how long nodes that cannot be reached are tried again
     * @param serial how many nodes at a time are changed, if that is said
     */
    public record Settings(
            ChangeSettings change,
            boolean resume,
            boolean diff,
            boolean offline,
            Optional<Duration> patience,
            OptionalInt serial,
            Scope.LimitRule limits) {}

    public DeployAll(FleetContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Does it; returns an exit code. */
    public int run() throws IOException, InterruptedException {
        var unfinished = new FailedHosts(context.state().resolve("deploy-unfinished"));
        var all = context.selectForServices();
        var selected = settings.resume() ? unfinished.among(all) : all;
        var record = new FleetRecord(context);
        if (!looksOnly()) {
            record.require();
        }
        var boots = !settings.offline() && !FleetMachines.among(selected).isEmpty();
        if (boots && looksOnly()) {
            preview(selected);
        }
        var host = boots ? HostStage.of(context, settings.change(), selected) : Optional.<HostStage>empty();
        var bootsFirst = boots && !looksOnly() && HostStage.isLockDown(context);
        if (bootsFirst) {
            var ready = host.isPresent() ? host.get().deploy(settings.limits(), record) : ExitCode.OK.code();
            var booted = ready == ExitCode.OK.code() ? boot(selected) : ready;
            if (booted != ExitCode.OK.code()) {
                unfinished.keep(NAME, selected);
                return booted;
            }
        }
        var alone = !settings.offline() && HostStage.isAlone(context, selected);
        try (var fleet = fleet(selected, alone)) {
            var change = new FleetChange(context, settings.change(), fleet, selected);
            if (settings.offline() || imagined) {
                var empty = fleet.imagine();
                var plan = plan(fleet.desired(empty), selected);
                change.tellFindings(plan);
                return change.show(plan, empty);
            }
            var bootsNow = boots && !looksOnly() && !bootsFirst;
            if (settings.patience().isPresent()) {
                fleet.await(
                        settings.patience().get(),
                        bootsNow ? down(selected) : List.of()); // those that are to be booted answer then
            }
            if (settings.diff()) {
                return showDifferences(fleet, change, selected);
            }
            CommandLock.Work<Integer> work = () -> {
                var ready = bootsNow && host.isPresent()
                        ? host.get().deploy(fleet, change, settings.limits(), record)
                        : ExitCode.OK.code();
                var booted = bootsNow && ready == ExitCode.OK.code() ? boot(selected) : ready;
                if (booted != ExitCode.OK.code()) {
                    unfinished.keep(NAME, selected);
                    return booted;
                }
                return deploy(fleet, change, selected, unfinished, record);
            };
            return alone ? change.lockedInFolder(work) : change.locked(work);
        }
    }

    /** @param alone whether the host is all that can be reached, and all that was chosen */
    private DeployedFleet fleet(List<Node> selected, boolean alone) throws IOException {
        if (settings.offline() || imagined) {
            return DeployedFleet.offline(context, selected);
        }
        return alone ? DeployedFleet.ofHost(context, looksOnly()) : DeployedFleet.open(context, selected, looksOnly());
    }

    private boolean looksOnly() {
        return settings.change().dryRun() || settings.diff();
    }

    private int deploy(
            DeployedFleet fleet, FleetChange change, List<Node> selected, FailedHosts unfinished, FleetRecord record)
            throws IOException, InterruptedException {
        var seen = FleetHealth.ask(fleet, fleet.look(context.err()), selected);
        var desired = fleet.desired(seen);
        var plan = plan(desired, selected);
        if (change.isRefused(plan)) {
            return ExitCode.CONFIGURATION.code();
        }
        if (settings.change().dryRun()) {
            var shown = change.show(plan, seen);
            Forgotten.of(context, desired.views()).tell(context.err());
            return shown;
        }
        record.note(desired, List.of(plan));
        var code = carryOut(plan, desired, seen, change, unfinished, record);
        Forgotten.of(context, record, desired.views()).tell(context.err());
        return code;
    }

    private int showDifferences(DeployedFleet fleet, FleetChange change, List<Node> selected)
            throws InterruptedException {
        var desired = fleet.desired(fleet.look(context.err()));
        var plan = plan(desired, selected);
        change.tellFindings(plan);
        return new PlanDiff(plan, desired).print(fleet, context.out(), context.err());
    }

    private List<Node> down(List<Node> nodes) throws InterruptedException {
        try (var there = new FleetMachines(context)) {
            return there.down(nodes);
        }
    }

    /** Boots the virtual machines among {@code selected}. */
    private int boot(List<Node> selected) throws InterruptedException {
        try (var there = new FleetMachines(context);
                var _ = MachinesLock.toBoot(
                        context.state(),
                        context.commandLine(),
                        settings.change().waitLock(),
                        context.err())) {
            return there.up(
                    FleetMachines.among(selected),
                    false,
                    settings.change().quiet() ? NOWHERE : context.err(),
                    context.err());
        }
    }

    /** Says which machines would be booted. */
    private void preview(List<Node> selected) throws InterruptedException {
        try (var there = new FleetMachines(context)) {
            var missing = there.down(selected);
            imagined = !missing.isEmpty();
            there.preview(missing).forEach(context.out()::println);
        }
    }

    private int carryOut(
            DeployPlan plan,
            DesiredState desired,
            FleetOutcome<ObservedNode> seen,
            FleetChange change,
            FailedHosts unfinished,
            FleetRecord record)
            throws IOException, InterruptedException {
        var outcome = change.carryOut(plan, desired, seen, settings.serial());
        unfinished.keep(NAME, outcome.unfinished());
        if (desired.isWhole()) {
            record.settle(desired, outcome.finished());
        }
        var forwarded = true;
        if (outcome.ok()) {
            link(desired, change.log());
            forwarded = forward(outcome.byNode().keySet(), change.log());
        }
        var nodes = Quantities.count(outcome.byNode().size(), "node") + " as described; ";
        var code = change.tell(outcome, nodes + (plan.changesSomething() ? PlanText.sum(plan) : "nothing was changed"));
        return forwarded ? code : Math.max(code, ExitCode.FAILED.code());
    }

    /** Has a keeper lead to the ports that services forward, if there is to be one, and tells where; whether it could. */
    private boolean forward(Collection<Node> nodes, AuditLog log) throws InterruptedException {
        var done = Forwards.hold(context, nodes, log);
        if (!settings.change().quiet()) {
            Forwards.of(context, nodes).open().forEach((forward, open) -> {
                if (open) {
                    context.out().println(Forwards.line(forward));
                }
            });
        }
        return done;
    }

    /** Has a keeper hold the links, if there is to be one. */
    private void link(DesiredState desired, AuditLog log) throws InterruptedException {
        var inventory = context.inventory();
        var links = context.links(inventory.nodes());
        Function<NodeName, Node> nodes = name -> inventory.find(name).orElseThrow();
        var sockets = desired.programs().families().stream()
                .flatMap(family -> desired.site(family).flatMap(family::sockets).stream())
                .findFirst(); // a keeper leads to one
        if (sockets.isPresent()) {
            links.held(sockets.get(), nodes, log).ifPresent(Links::close);
        }
    }

    private DeployPlan plan(DesiredState desired, List<Node> selected) {
        var names = selected.stream().map(Node::name).collect(Collectors.toSet());
        return Deployment.plan(desired, Scope.whole(names).with(settings.limits()));
    }
}
