package dev.volta.cli.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.fleet.MachinePorts;
import dev.volta.core.vm.fleet.VmStanding;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** Access that says of a virtual machine that does not run that it does not, and not that its sshd might be missing. */
record MachineAccess(NodeAccess access) implements NodeAccess {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final String REFUSED = "Connection refused";

    /** What a keeper knows of a machine stands behind this. */
    private static final String KNOWN = "; its machine: ";

    @Override
    public Remote connect(Node node) throws InterruptedException {
        try {
            return access.connect(node);
        } catch (RemoteException e) {
            throw isDown(node, String.valueOf(e.getMessage()))
                    .map(why -> new RemoteException(node.name(), why, e))
                    .orElse(e);
        }
    }

    private static Optional<String> isDown(Node node, String said) {
        if (node.vm().isEmpty()
                || !(node.reach() instanceof Reach.Ssh ssh)
                || !MachinePorts.isHere(ssh.address())
                || !said.contains(REFUSED)
                || !refuses(ssh.port())) {
            return Optional.empty();
        }
        var at = said.indexOf(KNOWN);
        var known = at < 0 ? "" : said.substring(at + KNOWN.length());
        if (!known.isEmpty() && !known.startsWith(VmStanding.State.ended.words())) {
            return Optional.empty(); // it may run where it is not seen from here
        }
        return Optional.of("its machine does not run"
                + (known.isEmpty() ? ": nothing listens on port " + ssh.port() : " (" + known + ")")
                + "; boot it: volta vm up -l " + node.name());
    }

    private static boolean refuses(Port port) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()),
                    Math.toIntExact(LIMIT.toMillis()));
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        access.close();
    }
}
