package dev.volta.cli.keeper.process;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.ssh.MinaFleet;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import java.util.function.Function;

/** Nodes over one MINA client, which shares threads and jump hosts. */
final class MinaAccess implements NodeAccess {
    private final MinaFleet fleet;
    private final Function<Node, SshTarget> targets;

    MinaAccess(SshSettings settings, Function<Node, SshTarget> targets) {
        this.fleet = MinaFleet.start(settings);
        this.targets = targets;
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        return fleet.connect(targets.apply(node));
    }

    @Override
    public void close() {
        fleet.close();
    }
}
