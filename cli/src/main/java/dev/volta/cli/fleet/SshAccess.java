package dev.volta.cli.fleet;

import dev.volta.cli.route.Routes;
import dev.volta.cli.route.SshClients;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.ssh.JschConnection;
import dev.volta.ssh.SshSettings;

/**
 * Access by connecting: this machine as it is, a single other node over JSch, which starts in less time, and several
 * over one MINA client, which shares threads and jump hosts; over the system's ssh those that ask for it.
 */
public final class SshAccess implements NodeAccess {
    private final Routes routes;
    private final SshSettings settings;
    private final boolean several;
    private final SshClients clients;

    /** @param several whether more than one node will be connected to */
    SshAccess(Routes routes, SshSettings settings, boolean several) {
        this.routes = routes;
        this.settings = settings;
        this.several = several;
        this.clients = new SshClients(settings);
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        return switch (node.reach()) {
            case Reach.Here _ -> LocalRemote.shielded(node.name()); // or its programs fail before they are ended
            case Reach.Ssh ssh -> {
                var target = routes.to(node, ssh);
                if (routes.transport(ssh) == Transport.OPENSSH) {
                    yield clients.system().connect(target);
                }
                yield several ? clients.mina().connect(target) : JschConnection.open(target, settings);
            }
        };
    }

    @Override
    public void close() {
        clients.close();
    }
}
