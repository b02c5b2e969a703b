package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.OutcomeReport;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.Change;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.NodeView;
import dev.volta.core.deploy.Scope;
import dev.volta.core.fleet.FailedHosts;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.plan.Step;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
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
        description = "Brings the fleet to the state that its description asks for.",
        footer = {
            "%nPrograms and settings are pushed, and services started in the order of their 'after', each once those before"
                    + " it are healthy. What is as described stays as it is; what has changed is restarted, a few nodes at a"
                    + " time."
        })
public final class DeployAllCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--serial",
            paramLabel = "K",
            description = "At most K nodes restart a service at the same time (default: a quarter of them).")
    private @Nullable Integer serial;

    @Option(names = "--dry-run", description = "Look at the nodes, say what would be done, and change nothing.")
    private boolean dryRun;

    @Option(names = "--resume", description = "Only the nodes that the last deploy-all did not bring to their end.")
    private boolean resume;

    @Option(
            names = "--limits",
            paramLabel = "RULE",
            description =
                    "What becomes of services on nodes that cannot hold them to their limits: enforced refuses them,"
                            + " advisory starts them without (default: ${DEFAULT-VALUE}).")
    private Scope.LimitRule limits = Scope.LimitRule.ENFORCED;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only what went wrong.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var unfinished = new FailedHosts(fleet.state().resolve("deploy-unfinished"));
        var selected = resume ? unfinished.among(fleet.select()) : fleet.select();
        try (var deployed = DeployedFleet.open(fleet, selected)) {
            var err = spec.commandLine().getErr();
            var seen = deployed.look(err);
            if (seen.interrupted()) {
                return ExitCode.INTERRUPTED.code();
            }
            var blueprint = deployed.blueprint(seen);
            var plan = deployed.plan(
                    blueprint,
                    Scope.whole(selected.stream().map(Node::name).collect(Collectors.toSet()))
                            .with(limits));
            plan.findings().forEach(finding -> err.println("volta: " + finding));
            if (plan.refused()) {
                err.println("volta: nothing was touched");
                return ExitCode.CONFIGURATION.code();
            }
            if (dryRun) {
                print(plan);
                return seen.ok() ? ExitCode.OK.code() : ExitCode.FAILED.code();
            }
            var outcome = deployed.carryOut(plan, blueprint, selected, serial(), this::begins);
            var whole = together(selected, seen, outcome);
            unfinished.keep("deploy-all", whole.unfinished());
            return told(plan, whole);
        }
    }

    private void print(DeployPlan plan) {
        var out = spec.commandLine().getOut();
        if (plan.stages().isEmpty()) {
            out.println("nothing to do");
        }
        for (var stage : plan.stages()) {
            out.println(stage.name() + ":");
            stage.steps()
                    .values()
                    .forEach(steps -> steps.forEach(step -> out.println("  " + step.node() + ": " + told(step, plan))));
        }
        out.flush();
    }

    private static String told(Step step, DeployPlan plan) {
        return switch (step) {
            case Step.StartService start ->
                plan.changes().stream()
                        .filter(change -> change.node().equals(start.node())
                                && change.unit().equals(start.unit().name()))
                        .map(change -> step.tell() + " (" + change.reason() + ")")
                        .findFirst()
                        .orElseGet(step::tell);
            case Step other -> other.tell();
        };
    }

    private void begins(Step step) {
        if (!quiet && !(step instanceof Step.AwaitHealth)) {
            var line = switch (step) {
                case Step.StartService start -> "start " + start.unit().name();
                case Step other -> other.tell();
            };
            spec.commandLine().getErr().println(step.node() + ": " + line);
        }
    }

    private OptionalInt serial() {
        if (serial == null) {
            return OptionalInt.empty();
        }
        if (serial < 1) {
            throw new ParameterException(spec.commandLine(), "--serial is at least 1, not " + serial);
        }
        return OptionalInt.of(serial);
    }

    /** What became of all nodes that were asked for, those that were not reached among them. */
    private static FleetOutcome<Integer> together(
            List<Node> selected, FleetOutcome<NodeView> seen, FleetOutcome<Integer> done) {
        var all = new LinkedHashMap<Node, Outcome<Integer>>();
        for (var node : selected) {
            all.put(
                    node,
                    done.byNode().containsKey(node)
                            ? done.byNode().get(node)
                            : notSeen(seen.byNode().get(node)));
        }
        return new FleetOutcome<>(all, done.interrupted());
    }

    private static Outcome<Integer> notSeen(@Nullable Outcome<NodeView> outcome) {
        return switch (outcome) {
            case Outcome.Unreachable<NodeView>(var reason) -> new Outcome.Unreachable<>(reason);
            case Outcome.Failed<NodeView>(var reason) -> new Outcome.Failed<>(reason);
            case null, default -> new Outcome.NotStarted<>();
        };
    }

    private int told(DeployPlan plan, FleetOutcome<Integer> outcome) {
        var report = new OutcomeReport<Integer>(spec.commandLine().getErr(), _ -> "done");
        if (!outcome.ok()) {
            return report.finish(outcome, false);
        }
        if (!quiet) {
            var out = spec.commandLine().getOut();
            var nodes =
                    outcome.byNode().size() == 1 ? "1 node" : outcome.byNode().size() + " nodes";
            out.println(
                    plan.stages().isEmpty()
                            ? nodes + " as described; nothing was changed"
                            : nodes + " as described; services started: " + count(plan, Change.Kind.START)
                                    + ", restarted: " + count(plan, Change.Kind.RESTART) + ", removed: "
                                    + count(plan, Change.Kind.REMOVE));
            out.flush();
        }
        return ExitCode.OK.code();
    }

    private static long count(DeployPlan plan, Change.Kind kind) {
        return plan.changes().stream().filter(change -> change.kind() == kind).count();
    }
}
