package dev.volta.core.fleet;

import dev.volta.core.config.NodeName;
import java.util.Collection;

/** Nodes that can be asked now, many at a time. */
@FunctionalInterface
public interface AskedNodes {
    /** The same of each of {@code nodes}. */
    <T> FleetOutcome<T> ask(Collection<NodeName> nodes, NodeTask<T> task) throws InterruptedException;
}
