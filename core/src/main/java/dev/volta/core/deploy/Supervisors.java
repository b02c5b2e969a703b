package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.PlainFormat;
import dev.volta.core.supervisor.PlainSupervisor;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.supervisor.SystemdFolders;
import dev.volta.core.supervisor.SystemdFormat;
import dev.volta.core.supervisor.SystemdSupervisor;
import dev.volta.core.supervisor.UnitFormat;
import java.util.Optional;

/** Chooses who keeps the services of a fleet running on a node. */
public final class Supervisors {
    private Supervisors() {}

    /** Who keeps them running on a node that was seen. */
    public static Supervisor on(ObservedNode view, Remote remote) {
        return of(view.account(), view.layout(), remote);
    }

    /** How that one writes down what it runs. Pure. */
    public static UnitFormat format(ObservedNode view) {
        return hasSystemd(view.account())
                ? new SystemdFormat(view.layout().fleet(), view.name(), folders(view.layout()))
                : new PlainFormat(view.layout().services());
    }

    /** Whether {@code service} is of the fleet that was looked at: the name of a unit, or the folder of a watcher's service. */
    public static boolean keeps(ObservedNode view, String service) {
        var scope = scope(view.account(), view.layout(), view.name());
        return service.startsWith(hasSystemd(view.account()) ? scope : scope + "/");
    }

    /**
     * By what the services of a fleet are known on a node: where this is the same on the same machine, the same services are
     * meant. Under systemd that is their name, whichever folders they use; elsewhere the folder with their definitions,
     * whatever the node is called.
     */
    static String scope(LoginInfo account, NodeLayout layout, NodeName node) {
        return hasSystemd(account) ? SystemdFormat.prefix(layout.fleet(), node) : layout.services();
    }

    private static boolean hasSystemd(LoginInfo account) {
        return account.isRoot() && account.systemd();
    }

    static Supervisor of(LoginInfo account, NodeLayout layout, Remote remote) {
        if (hasSystemd(account)) {
            return new SystemdSupervisor(remote, layout.fleet(), folders(layout));
        }
        return new PlainSupervisor(remote, layout.services(), layout.work(), Optional.of(layout.log()));
    }

    private static SystemdFolders folders(NodeLayout layout) {
        return new SystemdFolders(layout.base(), layout.run(), layout.log(), layout.work());
    }
}
