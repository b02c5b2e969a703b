package dev.volta.core.deploy;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kinds of supervisor that there are.
 *
 * @param kinds the one that is preferred first; the last serves every node
 */
public record Supervisors(List<SupervisorKind> kinds) {
    public Supervisors {
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("nothing keeps services running");
        }
        DistinctNames.require("supervisors", kinds.stream().map(SupervisorKind::name));
    }

    /**
     * The one that serves the node of {@code remote}: one that {@code keeps} services there already, else the first.
     */
    SupervisorKind serving(LoginInfo account, Remote remote, Predicate<SupervisorKind> keeps)
            throws InterruptedException {
        var keeping = kinds.stream().filter(keeps);
        for (var kind : Stream.concat(keeping, kinds.stream()).toList()) {
            if (kind.serves(account, remote)) {
                return kind;
            }
        }
        throw new RemoteException(remote.node(), "has nothing that keeps services running");
    }

    /** The one for a node that nobody has asked. */
    public SupervisorKind anywhere() {
        return kinds.getLast();
    }

    Optional<SupervisorKind> named(String name) {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
