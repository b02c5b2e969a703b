package dev.volta.core.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Kinds of service that work together, such as a controller and its workers, and are planned together. */
public interface ServiceFamily {
    /** What a service may take until it is ready. */
    Duration READY = Duration.ofMinutes(2);

    /**
     * Its kinds in start order; a fleet has one service of each. The first kind runs on one node, unless work starts it:
     * while that node is unreachable, nothing of the family is planned.
     */
    List<ServiceKind> kinds();

    /** What has to run on the nodes of {@code site}, in the order to start it. Pure: the same for the same site. */
    List<PlannedUnit> units(Site site);

    /** The sockets by which they reach each other on different nodes, if they do. */
    Optional<SocketStar> sockets(Site site);
}
