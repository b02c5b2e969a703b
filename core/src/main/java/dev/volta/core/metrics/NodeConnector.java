package dev.volta.core.metrics;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;

/** How a node is reached, the first time and again after it was lost. */
@FunctionalInterface
public interface NodeConnector {
    /** A connection that is open now, and is closed by whoever asked; {@code RemoteException} if there is none. */
    Remote to(NodeName node) throws InterruptedException;
}
