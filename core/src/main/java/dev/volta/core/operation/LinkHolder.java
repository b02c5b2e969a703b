package dev.volta.core.operation;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.service.SocketStar;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Holds the links to the services of a fleet from one operation to the next, if somebody is to. */
public interface LinkHolder {
    /**
     * The links of {@code sockets} as they are held; empty if nobody is to hold them, or nobody can.
     *
     * @param log stays open as long as what is returned
     */
    Optional<Links> held(SocketStar sockets, Function<NodeName, Node> nodes, AuditLog log) throws InterruptedException;

    /**
     * Has ports of nodes led to from this machine, if somebody is to, and closes others that are not {@code described}.
     * Tells what could not be done.
     *
     * @param wanted some of those that are described
     * @return whether nothing failed
     */
    boolean forward(
            Set<TunnelSpec.Ports> described,
            Collection<TunnelSpec.Ports> wanted,
            Function<NodeName, Node> nodes,
            AuditLog log)
            throws InterruptedException;

    /** The ports that are led to now. */
    Set<TunnelSpec> forwarded() throws InterruptedException;

    /** Closes all that is held. */
    void release() throws InterruptedException;
}
