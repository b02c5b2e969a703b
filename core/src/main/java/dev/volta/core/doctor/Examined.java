package dev.volta.core.doctor;

import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Supervisor;
import java.util.Optional;

/** A node that is being looked at, with the way to it. */
public record Examined(DesiredState desired, ObservedNode view, Remote remote) {
    public NodeName node() {
        return view.name();
    }

    /** Who keeps its services running. */
    public Supervisor supervisor() {
        return view.supervisor(remote);
    }

    /** Whether it is to run a service of {@code kind}. */
    public boolean runs(String kind) {
        return unit(kind).isPresent();
    }

    /** The name of a unit of {@code kind} that it is to run. */
    public Optional<String> unit(String kind) {
        return desired.wanted().stream()
                .filter(one -> one.node().equals(node()) && one.service().isOf(kind))
                .map(one -> one.unit().name())
                .findFirst();
    }
}
