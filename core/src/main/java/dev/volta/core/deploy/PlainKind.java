package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.PlainFormat;
import dev.volta.core.supervisor.PlainSupervisor;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.supervisor.UnitFormat;
import java.util.Optional;

/**
 * A watcher for each service, on any node. Services are known by the folder with their definitions, whatever the node is
 * called.
 */
public record PlainKind() implements SupervisorKind {
    static final String NAME = "plain";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean serves(LoginInfo account, Remote remote) {
        return true;
    }

    @Override
    public UnitFormat format(NodeName node, NodeLayout layout) {
        return new PlainFormat(layout.services());
    }

    @Override
    public String scope(NodeName node, NodeLayout layout) {
        return layout.services();
    }

    @Override
    public boolean keeps(NodeName node, NodeLayout layout, String service) {
        return service.startsWith(scope(node, layout) + "/");
    }

    @Override
    public boolean hasLimitsOfLogin() {
        return true;
    }

    @Override
    public Supervisor on(Remote remote, NodeLayout layout) {
        return new PlainSupervisor(remote, layout.services(), layout.work(), Optional.of(layout.log()));
    }
}
