package dev.volta.core.keeper;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;

/**
 * How a client wants its nodes connected to: its settings together with the content that the files they name had when
 * the plan was read. The keeper compares plans and knows no more about them.
 */
public interface ConnectionPlan {
    /** Everything that holds for all nodes, such as known host keys; plans that agree in it may share an access. */
    String identity();

    /** Everything that determines a connection to {@code node} beyond that: address, port, user, jumps, keys. */
    String identity(Node node);

    /** A new access that connects as this plan says. */
    NodeAccess access();
}
