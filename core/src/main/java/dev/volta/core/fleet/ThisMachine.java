package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;

/** Access to this machine alone, whatever node it is. Programs that it starts are not reached by the terminal's Ctrl-C. */
public final class ThisMachine implements NodeAccess {
    @Override
    public Remote connect(Node node) {
        return LocalRemote.shielded(node.name());
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
