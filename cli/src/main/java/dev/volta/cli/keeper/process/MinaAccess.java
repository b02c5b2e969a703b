package dev.volta.cli.keeper.process;

import dev.volta.cli.route.SshClients;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import java.util.function.Function;
import java.util.function.Predicate;

/** Nodes over one MINA client, which shares threads and jump hosts, or over the system's ssh. */
final class MinaAccess implements NodeAccess {
    private final SshClients clients;
    private final Function<Node, SshTarget> targets;
    private final Predicate<Node> bySystem;

    /** @param bySystem which nodes are reached by the system's ssh */
    MinaAccess(SshSettings settings, Function<Node, SshTarget> targets, Predicate<Node> bySystem) {
        this.clients = new SshClients(settings);
        this.targets = targets;
        this.bySystem = bySystem;
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        var target = targets.apply(node);
        return bySystem.test(node)
                ? clients.system().connect(target)
                : clients.mina().connect(target);
    }

    @Override
    public void close() {
        clients.close();
    }
}
