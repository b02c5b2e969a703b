package dev.volta.core.operation.machines;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.OpenNodes;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.lock.MachinesLock;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.FleetSession;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.fleet.VmStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ends the chosen machines, and removes what they keep, while no other command works on the fleet: with the fleet's lock, where
 * its node can be asked, and as the only one of its folder.
 */
public final class MachineEnding {
    private final FleetContext fleet;
    private final FleetMachines machines;
    private final Duration patience;

    public MachineEnding(FleetContext fleet, FleetMachines machines, Duration patience) {
        this.fleet = fleet;
        this.machines = machines;
        this.patience = patience;
    }

    /**
     * Ends them; the result is an exit code.
     *
     * @param purged whose disks are removed
     */
    public int run(List<NodeName> purged) throws IOException, InterruptedException {
        var chosen = machines.chosen();
        if (chosen.isEmpty() && purged.isEmpty()) {
            toEnd().close(); // some may be booted just now
            chosen = machines.chosen();
            if (chosen.isEmpty()) {
                return end(chosen);
            }
        }
        var node = chosen.isEmpty() ? Optional.<Node>empty() : lockNode();
        return node.isEmpty() ? inFolder(purged) : over(node.get(), purged);
    }

    private int over(Node lockNode, List<NodeName> purged) throws IOException, InterruptedException {
        FleetSession session;
        try {
            session = fleet.open(List.of(lockNode), false);
        } catch (ConfigurationException e) { // another machine has its port: all the more it is to be ended
            goOn(e);
            return inFolder(purged);
        }
        try (session;
                var nodes = new OpenNodes(session.access());
                var lock = take(nodes, session.run())) {
            return lock.guard(() -> end(lock, Optional.of(lockNode.name()), purged));
        }
    }

    private int inFolder(List<NodeName> purged) throws InterruptedException {
        try (var lock = ofFolder()) {
            return end(lock, Optional.empty(), purged);
        }
    }

    /** The node that has the lock; empty if nothing is described, or if that is a machine which does not run. */
    private Optional<Node> lockNode() throws InterruptedException {
        Node node;
        try {
            node = FleetLock.node(fleet.configuration());
        } catch (ConfigurationException e) {
            return Optional.empty(); // machines are ended whatever is described by now
        }
        return node.vm().isEmpty()
                        || Optional.ofNullable(machines.standings().get(node.name()))
                                .filter(VmStatus::runs)
                                .isPresent()
                ? Optional.of(node)
                : Optional.empty();
    }

    private CommandLock take(NodeAccess nodes, String run) throws InterruptedException {
        try {
            return CommandLock.take(
                    new CommandLock.Taker(
                            LockPlace.of(fleet.configuration()),
                            fleet.state(),
                            nodes,
                            run,
                            fleet.commandLine(),
                            fleet.err()),
                    patience);
        } catch (RemoteException e) {
            goOn(e);
            return ofFolder();
        }
    }

    private void goOn(RuntimeException e) {
        fleet.err().println("volta: going on without the lock of the fleet: " + e.getMessage());
    }

    private MachinesLock toEnd() throws InterruptedException {
        return MachinesLock.toEnd(fleet.state(), fleet.commandLine(), patience, fleet.err());
    }

    private CommandLock ofFolder() throws InterruptedException {
        return CommandLock.ofFolder(fleet.state(), fleet.commandLine(), patience, fleet.err());
    }

    private int end(CommandLock lock, Optional<NodeName> lockNode, List<NodeName> purged) throws InterruptedException {
        try (var _ = toEnd()) {
            var chosen = machines.chosen(); // others may have changed that while they had the locks
            if (lockNode.filter(chosen::contains).isPresent()
                    && lock.giveBackEarly().isPresent()) {
                return ExitCode.LOCK_LOST.code();
            }
            var ended = end(chosen);
            return ended == ExitCode.OK.code() ? machines.purge(purged, fleet.out(), fleet.err()) : ended;
        }
    }

    private int end(List<NodeName> chosen) throws InterruptedException {
        return machines.end(chosen, fleet.out(), fleet.err());
    }
}
