package dev.volta.core.operation.machines;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.client.KeeperMachines;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.fleet.VmRequest;
import dev.volta.core.vm.fleet.VmStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Connects to machines once they are booted; the login is the proof that they are there, and its session stays. */
final class BootingAccess implements NodeAccess {
    private final KeeperMachines machines;
    private final Map<NodeName, VmRequest> orders;
    private final NodeAccess kept;
    private final Map<NodeName, VmStatus> standings = new ConcurrentHashMap<>();

    /**
     * @param orders of the machines that do not run
     * @param kept access over the keeper; closed with this
     */
    BootingAccess(KeeperMachines machines, Map<NodeName, VmRequest> orders, NodeAccess kept) {
        this.machines = machines;
        this.orders = orders;
        this.kept = kept;
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        var order = orders.get(node.name());
        if (order != null) {
            try {
                standings.put(node.name(), machines.up(order));
            } catch (VmException | KeeperException e) {
                throw new RemoteException(node.name(), Objects.requireNonNull(e.getMessage()), e);
            }
        }
        return kept.connect(node);
    }

    /** How a machine stands if it was booted here. */
    Optional<VmStatus> standing(NodeName name) {
        return Optional.ofNullable(standings.get(name));
    }

    @Override
    public void close() {
        kept.close();
    }
}
