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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stops all services in reverse start order, and shuts down virtual machines after that. */
public record StopAll(FleetContext context, ChangeSettings settings) {
    /** Does it; returns an exit code. */
    public int run() throws IOException, InterruptedException {
        var selected = context.selectForServices();
        try (var machines = new FleetMachines(context)) {
            var down = machines.down(selected);
            var host = HostStage.of(context, settings, selected);
            var later = host.isPresent() && !host.get().isShared();
            var reachable = selected.stream()
                    .filter(node -> !down.contains(node) && !(later && node.isHost()))
                    .toList();
            var status = reachable.isEmpty() ? nothing(host) : stop(reachable, host);
            if (settings.dryRun()) {
                FleetMachines.among(reachable)
                        .forEach(node -> context.out().println(node.name() + ": would be ended; its disk stays"));
                var last = host.isPresent() ? host.get().stop(machines) : ExitCode.OK.code();
                tellForgotten();
                return Math.max(status, last);
            }
            if (status == ExitCode.LOCK_LOST.code() || status == ExitCode.INTERRUPTED.code()) {
                return status;
            }
            if (selected.containsAll(context.inventory().nodes())) {
                context.links(selected).release();
            }
            var ended = FleetMachines.among(selected).isEmpty()
                    ? status
                    : Math.max(status, end(machines, !reachable.isEmpty()));
            if (ended == ExitCode.LOCK_LOST.code() || ended == ExitCode.INTERRUPTED.code()) {
                return ended;
            }
            var all = host.isPresent() ? Math.max(ended, host.get().stop(machines)) : ended;
            return tellForgotten() ? Math.max(all, ExitCode.FAILED.code()) : all;
        }
    }

    /** Says what else runs; whether that is not known. */
    private boolean tellForgotten() throws InterruptedException {
        var left = Forgotten.of(context, Map.of());
        left.tell(context.err());
        return left.trouble().isPresent();
    }

    /** @param host whose services are stopped later */
    private int stop(List<Node> nodes, Optional<HostStage> host) throws IOException, InterruptedException {
        var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        var spared = host.map(HostStage::services).orElse(Set.of());
        return new Stopping(Scope.whole(names).without(spared), context, settings).run(nodes);
    }

    /** @param host whose services are looked at later */
    private int nothing(Optional<HostStage> host) {
        if (host.isEmpty()) {
            context.out().println("nothing runs");
        }
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
