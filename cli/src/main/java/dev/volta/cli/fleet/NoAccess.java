package dev.volta.cli.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;

/** The access of a command that asks no node. */
final class NoAccess implements NodeAccess {
    @Override
    public Remote connect(Node node) {
        throw new RemoteException(node.name(), "it is not asked");
    }

    @Override
    public void close() {}
}
