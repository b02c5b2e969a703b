package dev.volta.core.deploy;

import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.PlainSupervisor;
import dev.volta.core.supervisor.Supervisor;
import java.util.Optional;

/** Chooses who keeps the services of a fleet running on a node. */
public final class Supervisors {
    private Supervisors() {}

    public static Supervisor of(NodeLayout layout, Remote remote) {
        return new PlainSupervisor(remote, layout.services(), Optional.of(layout.log()));
    }
}
