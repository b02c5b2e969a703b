package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.supervisor.SystemdFolders;
import dev.volta.core.supervisor.SystemdFormat;
import dev.volta.core.supervisor.SystemdSupervisor;
import dev.volta.core.supervisor.UnitFormat;

/**
 * Systemd, where it is process 1 and the login is root's. Services are known by their names, whichever folders they use.
 */
public record SystemdKind() implements SupervisorKind {
    static final String NAME = "systemd";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean serves(LoginInfo account, Remote remote) {
        return account.hasSystemdAsRoot();
    }

    @Override
    public UnitFormat format(NodeName node, NodeLayout layout) {
        return new SystemdFormat(layout.fleet(), node, folders(layout));
    }

    @Override
    public String scope(NodeName node, NodeLayout layout) {
        return SystemdFormat.prefix(layout.fleet(), node);
    }

    @Override
    public boolean keeps(NodeName node, NodeLayout layout, String service) {
        return service.startsWith(scope(node, layout));
    }

    @Override
    public boolean hasLimitsOfLogin() {
        return false;
    }

    @Override
    public Supervisor on(Remote remote, NodeLayout layout) {
        return new SystemdSupervisor(remote, layout.fleet(), folders(layout));
    }

    private static SystemdFolders folders(NodeLayout layout) {
        return new SystemdFolders(layout.base(), layout.run(), layout.log(), layout.work());
    }
}
