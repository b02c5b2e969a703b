package dev.volta.core.operation;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.link.Links;
import dev.volta.core.service.SocketStar;
import java.util.Optional;
import java.util.function.Function;

/** Holds the links between the services of a fleet from one operation to the next, if somebody is to. */
public interface LinkHolder {
    /**
     * The links of {@code sockets} as they are held; empty if nobody is to hold them, or nobody can.
     *
     * @param log stays open as long as what is returned
     */
    Optional<Links> held(SocketStar sockets, Function<NodeName, Node> nodes, AuditLog log) throws InterruptedException;

    /** Closes the links that are held. */
    void release() throws InterruptedException;
}
