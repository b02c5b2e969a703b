package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.vm.FleetMachines;
import dev.volta.cli.vm.MachineEnding;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.Scope;
import dev.volta.core.lock.LockHeldException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta stop-all}. */
@Command(
        name = "stop-all",
        description =
                "Stop all services: first those no longer in volta.yaml, then the rest in reverse start order. Virtual machines"
                        + " are shut down last.")
public final class StopAllCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Option(
            names = "--forgotten",
            description = "Stop only services that were deployed from here and are no longer described.")
    private boolean forgotten;

    @Option(
            names = "--gone",
            paramLabel = "NODE",
            description = "Forget a node that is no longer described and gone for good; stop nothing.")
    private @Nullable String gone;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (forgotten && gone != null) {
            throw new ParameterException(
                    spec.commandLine(), "--forgotten stops, and --gone does not: give one of them");
        }
        if (gone != null) {
            return StoppingForgotten.drop(gone, options, spec);
        }
        return forgotten ? new StoppingForgotten(options, spec).run() : stopDescribed();
    }

    private int stopDescribed() throws IOException, InterruptedException {
        var selected = options.fleet().select();
        try (var machines = new FleetMachines(options.fleet())) {
            var down = machines.down(selected);
            var reachable =
                    selected.stream().filter(node -> !down.contains(node)).toList();
            var status = reachable.isEmpty() ? nothing() : stop(reachable);
            if (options.dryRun()) {
                FleetMachines.among(reachable)
                        .forEach(node ->
                                spec.commandLine().getOut().println(node.name() + ": would be ended; its disk stays"));
                tellForgotten();
                return status;
            }
            if (status == ExitCode.LOCK_LOST.code() || status == ExitCode.INTERRUPTED.code()) {
                return status;
            }
            if (selected.equals(options.fleet().inventory().nodes())) {
                options.fleet().links(selected).release();
            }
            var ended = FleetMachines.among(selected).isEmpty()
                    ? status
                    : Math.max(status, end(machines, !reachable.isEmpty()));
            return tellForgotten() ? Math.max(ended, ExitCode.FAILED.code()) : ended;
        }
    }

    /** Says what else runs; whether that is not known. */
    private boolean tellForgotten() throws InterruptedException {
        var left = Forgotten.of(options.fleet(), Map.of());
        left.tell(spec.commandLine().getErr());
        return left.trouble().isPresent();
    }

    private int stop(List<Node> nodes) throws IOException, InterruptedException {
        var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        return new Stopping(Scope.whole(names), options, spec).run(nodes);
    }

    private int nothing() {
        spec.commandLine().getOut().println("nothing runs");
        return ExitCode.OK.code();
    }

    /**
     * As {@code vm down} does: whoever has got the lock of the fleet meanwhile keeps the machines.
     *
     * @param touched whether services were stopped before
     */
    private int end(FleetMachines machines, boolean touched) throws IOException, InterruptedException {
        try {
            return new MachineEnding(options.fleet(), machines, spec, options.waitLock()).run(List.of());
        } catch (LockHeldException e) {
            if (!touched) {
                throw e;
            }
            spec.commandLine().getErr().println("volta: the machines were left as they are: " + e.getMessage());
            return ExitCode.FAILED.code(); // the code of a lock that is held would say that nothing was touched
        }
    }
}
