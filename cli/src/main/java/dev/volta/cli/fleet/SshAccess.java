package dev.volta.cli.fleet;

import dev.volta.cli.route.Routes;
import dev.volta.cli.route.SystemSsh;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.ssh.JschConnection;
import dev.volta.ssh.MinaFleet;
import dev.volta.ssh.SshSettings;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Access by connecting: this machine as it is, a single other node over JSch, which starts in less time, and several
 * over one MINA client, which shares threads and jump hosts; over the system's ssh those that ask for it.
 */
public final class SshAccess implements NodeAccess {
    private final Routes routes;
    private final SshSettings settings;
    private final boolean several;
    private final SystemSsh system;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable MinaFleet fleet; // guarded by turn

    /** @param several whether more than one node will be connected to */
    SshAccess(Routes routes, SshSettings settings, boolean several) {
        this.routes = routes;
        this.settings = settings;
        this.several = several;
        this.system = new SystemSsh(settings);
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        return switch (node.reach()) {
            case Reach.Here _ -> new LocalRemote(node.name());
            case Reach.Ssh ssh -> {
                var target = routes.to(node, ssh);
                if (routes.transport(ssh) == Transport.OPENSSH) {
                    yield system.connect(target);
                }
                yield several ? fleet().connect(target) : JschConnection.open(target, settings);
            }
        };
    }

    private MinaFleet fleet() {
        turn.lock();
        try {
            if (fleet == null) {
                fleet = MinaFleet.start(settings);
            }
            return fleet;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (fleet != null) {
                fleet.close();
            }
        } finally {
            turn.unlock();
            system.close();
        }
    }
}
