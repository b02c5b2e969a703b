package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.remote.Remote;

/** How a command gets at the nodes of its fleet: by connecting to each, or over connections that a keeper holds. */
public interface NodeAccess extends AutoCloseable {
    /** A connection to {@code node} that the caller closes; {@code RemoteException} if it cannot be reached. */
    Remote connect(Node node) throws InterruptedException;

    @Override
    void close();
}
