package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.SshOptions;
import dev.volta.cli.lock.MachinesLock;
import dev.volta.cli.vm.FleetMachines;
import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.Blueprint;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.NodeView;
import dev.volta.core.deploy.Scope;
import dev.volta.core.fleet.FailedHosts;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.link.Links;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.remote.NodeName;
import dev.volta.core.wire.Quantities;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta deploy-all}. */
@Command(
        name = "deploy-all",
        description = "Bring the fleet to its described state. Virtual machines that are down are booted first.",
        footer = {
            "%nPrograms and settings are pushed. Services start in the order of 'after', each when the ones before"
                    + " it are healthy. Unchanged services are left alone; changed ones are restarted, a few nodes at a"
                    + " time."
        })
public final class DeployAllCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Mixin
    private SerialOption serial;

    @Option(names = "--resume", description = "Only nodes where the last deploy-all did not finish.")
    private boolean resume;

    @Option(
            names = "--diff",
            description = "Show how files and definitions of services differ from what is wanted, and change nothing.")
    private boolean diff;

    @Option(names = "--offline", description = "With --dry-run: contact no node; plan as if all were empty.")
    private boolean offline;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = SshOptions.Time.class,
            description = "Keep retrying unreachable nodes for this long, such as 60s (default: no retry).")
    private @Nullable Duration wait;

    @Option(names = "--build", description = "Rebuild Volta first.")
    private boolean build;

    @Mixin
    private LimitsOption limits;

    private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

    /** Machines that do not run cannot be looked at: they are taken for empty. */
    private boolean imagined;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var unfinished = new FailedHosts(options.fleet().state().resolve("deploy-unfinished"));
        var all = options.fleet().select();
        var selected = resume ? unfinished.among(all) : all;
        var record = new FleetRecord(options.fleet());
        if (!looksOnly()) {
            record.require();
        }
        var boots = !offline && !FleetMachines.among(selected).isEmpty();
        if (boots && looksOnly()) {
            preview(selected);
        }
        var bootsFirst = boots && !looksOnly() && isLockDown();
        if (bootsFirst) {
            var booted = boot(selected);
            if (booted != ExitCode.OK.code()) {
                return booted;
            }
        }
        try (var fleet = offline || imagined
                ? DeployedFleet.offline(options.fleet(), selected)
                : DeployedFleet.open(options.fleet(), selected, looksOnly())) {
            var change = new FleetChange(options, spec, fleet, selected);
            if (offline || imagined) {
                var empty = fleet.imagine();
                var plan = plan(fleet.blueprint(empty), selected);
                change.tellFindings(plan);
                return change.show(plan, empty);
            }
            var bootsNow = boots && !looksOnly() && !bootsFirst;
            if (wait != null) {
                fleet.await(wait, bootsNow ? down(selected) : List.of()); // those that are to be booted answer then
            }
            if (diff) {
                return showDifferences(fleet, change, selected);
            }
            return change.locked(() -> {
                var booted = bootsNow ? boot(selected) : ExitCode.OK.code();
                return booted == ExitCode.OK.code() ? deploy(fleet, change, selected, unfinished, record) : booted;
            });
        }
    }

    private boolean looksOnly() {
        return options.dryRun() || diff;
    }

    private int deploy(
            DeployedFleet fleet, FleetChange change, List<Node> selected, FailedHosts unfinished, FleetRecord record)
            throws IOException, InterruptedException {
        var seen = FleetHealth.ask(fleet, fleet.look(spec.commandLine().getErr()), selected);
        var blueprint = fleet.blueprint(seen);
        var plan = plan(blueprint, selected);
        if (change.isRefused(plan)) {
            return ExitCode.CONFIGURATION.code();
        }
        if (options.dryRun()) {
            var shown = change.show(plan, seen);
            Forgotten.of(options.fleet(), blueprint.views())
                    .tell(spec.commandLine().getErr());
            return shown;
        }
        record.note(blueprint, List.of(plan));
        var code = carryOut(plan, blueprint, seen, change, unfinished, record);
        Forgotten.of(options.fleet(), record, blueprint.views())
                .tell(spec.commandLine().getErr());
        return code;
    }

    private int showDifferences(DeployedFleet fleet, FleetChange change, List<Node> selected)
            throws InterruptedException {
        var line = spec.commandLine();
        var blueprint = fleet.blueprint(fleet.look(line.getErr()));
        var plan = plan(blueprint, selected);
        change.tellFindings(plan);
        return new PlanDiff(plan, blueprint).print(fleet, line.getOut(), line.getErr());
    }

    /** Whether the lock would be on a machine that does not run: then nobody has it. */
    private boolean isLockDown() throws InterruptedException {
        return !down(List.of(FleetLock.node(options.fleet().configuration()))).isEmpty();
    }

    private List<Node> down(List<Node> nodes) throws InterruptedException {
        try (var there = new FleetMachines(options.fleet())) {
            return there.down(nodes);
        }
    }

    /** Boots the virtual machines among {@code selected}. */
    private int boot(List<Node> selected) throws InterruptedException {
        var line = spec.commandLine();
        try (var there = new FleetMachines(options.fleet());
                var _ = MachinesLock.toBoot(
                        options.fleet().state(),
                        spec.root().commandLine().getParseResult().originalArgs(),
                        options.waitLock(),
                        line.getErr())) {
            return there.up(
                    FleetMachines.among(selected), false, options.quiet() ? NOWHERE : line.getErr(), line.getErr());
        }
    }

    /** Says which machines would be booted. */
    private void preview(List<Node> selected) throws InterruptedException {
        try (var there = new FleetMachines(options.fleet())) {
            var missing = there.down(selected);
            imagined = !missing.isEmpty();
            there.preview(missing).forEach(spec.commandLine().getOut()::println);
        }
    }

    private int carryOut(
            DeployPlan plan,
            Blueprint blueprint,
            FleetOutcome<NodeView> seen,
            FleetChange change,
            FailedHosts unfinished,
            FleetRecord record)
            throws IOException, InterruptedException {
        var outcome = change.carryOut(plan, blueprint, seen, serial.value());
        unfinished.keep("deploy-all", outcome.unfinished());
        if (blueprint.isWhole()) {
            record.settle(blueprint, outcome.finished());
        }
        if (outcome.ok()) {
            link(blueprint, change.log());
        }
        var nodes = Quantities.count(outcome.byNode().size(), "node") + " as described; ";
        return change.tell(outcome, nodes + (plan.changesSomething() ? PlanText.sum(plan) : "nothing was changed"));
    }

    /** Has a keeper hold the links, if there is to be one. */
    private void link(Blueprint blueprint, AuditLog log) throws InterruptedException {
        var inventory = options.fleet().inventory();
        var links = options.fleet().links(inventory.nodes());
        Function<NodeName, Node> nodes = name -> inventory.find(name).orElseThrow();
        var sockets = blueprint.programs().families().stream()
                .flatMap(family -> blueprint.site(family).flatMap(family::sockets).stream())
                .findFirst(); // a keeper leads to one
        if (sockets.isPresent()) {
            links.held(sockets.get(), nodes, log, spec.commandLine().getErr()).ifPresent(Links::close);
        }
    }

    private DeployPlan plan(Blueprint blueprint, List<Node> selected) {
        var names = selected.stream().map(Node::name).collect(Collectors.toSet());
        return DeployedFleet.plan(blueprint, Scope.whole(names).with(limits.rule()));
    }

    private void check() {
        if (offline && !options.dryRun()) {
            throw wrong("--offline goes with --dry-run: nothing can be changed without asking");
        }
        if (build && System.getProperty("volta.built") == null) {
            throw wrong("--build is for the launcher ./volta; this is the program that it builds");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
