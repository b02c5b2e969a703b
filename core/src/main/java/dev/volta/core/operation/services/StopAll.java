package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.Scope;
import dev.volta.core.lock.LockHeldException;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.operation.machines.MachineEnding;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stops all services in reverse start order, and shuts down virtual machines after that. */
public record StopAll(FleetContext context, ChangeSettings settings) {
    /** Does it; returns an exit code. */
    public int run() throws IOException, InterruptedException {
        var selected = context.select();
        try (var machines = new FleetMachines(context)) {
            var down = machines.down(selected);
            var reachable =
                    selected.stream().filter(node -> !down.contains(node)).toList();
            var status = reachable.isEmpty() ? nothing() : stop(reachable);
            if (settings.dryRun()) {
                FleetMachines.among(reachable)
                        .forEach(node -> context.out().println(node.name() + ": would be ended; its disk stays"));
                tellForgotten();
                return status;
            }
            if (status == ExitCode.LOCK_LOST.code() || status == ExitCode.INTERRUPTED.code()) {
                return status;
            }
            if (selected.equals(context.inventory().nodes())) {
                context.links(selected).release();
            }
            var ended = FleetMachines.among(selected).isEmpty()
                    ? status
                    : Math.max(status, end(machines, !reachable.isEmpty()));
            return tellForgotten() ? Math.max(ended, ExitCode.FAILED.code()) : ended;
        }
    }

    /** Says what else runs; whether that is not known. */
    private boolean tellForgotten() throws InterruptedException {
        var left = Forgotten.of(context, Map.of());
        left.tell(context.err());
        return left.trouble().isPresent();
    }

    private int stop(List<Node> nodes) throws IOException, InterruptedException {
        var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        return new Stopping(Scope.whole(names), context, settings).run(nodes);
    }

    private int nothing() {
        context.out().println("nothing runs");
        return ExitCode.OK.code();
    }

    /**
     * As {@code vm down} does: whoever has got the lock of the fleet meanwhile keeps the machines.
     *
     * @param touched whether services were stopped before
     */
    private int end(FleetMachines machines, boolean touched) throws IOException, InterruptedException {
        try {
            return new MachineEnding(context, machines, settings.waitLock()).run(List.of());
        } catch (LockHeldException e) {
            if (!touched) {
                throw e;
            }
            context.err().println("volta: the machines were left as they are: " + e.getMessage());
            return ExitCode.FAILED.code(); // the code of a lock that is held would say that nothing was touched
        }
    }
}
