package dev.volta.core.service;

import java.util.List;

/** Kinds of service that work together, such as a controller and its workers, and are planned together. */
public interface ServiceFamily {
    /**
     * Its kinds in the order in which they are started. A fleet has one service of each. The first runs on one node, and
     * what the others need is known only if that node is.
     */
    List<ServiceKind> kinds();

    /** What has to run on the nodes of {@code site}, in the order to start it. Pure: the same for the same site. */
    List<PlannedUnit> units(Site site);

    /** The sockets by which they reach each other. */
    SocketStar sockets(Site site);
}
