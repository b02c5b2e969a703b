package dev.volta.core.deploy;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.util.List;
import java.util.Optional;

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
        if (kinds.stream().map(SupervisorKind::name).distinct().count() < kinds.size()) {
            throw new IllegalArgumentException("two supervisors have one name");
        }
    }

    /** The first one that serves the node of {@code remote}. */
    SupervisorKind serving(LoginInfo account, Remote remote) throws InterruptedException {
        for (var kind : kinds) {
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
