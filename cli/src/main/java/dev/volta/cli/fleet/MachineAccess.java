package dev.volta.cli.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.fleet.MachineFailure;
import dev.volta.core.vm.fleet.MachinePorts;
import dev.volta.core.vm.fleet.VmStatus;
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

    @Override
    public Remote connect(Node node) throws InterruptedException {
        try {
            return access.connect(node);
        } catch (RemoteException e) {
            throw isDown(node, e)
                    .map(why -> new RemoteException(node.name(), why, e))
                    .orElse(e);
        }
    }

    private static Optional<String> isDown(Node node, RemoteException failure) {
        if (node.vm().isEmpty()
                || !(node.reach() instanceof Reach.Ssh ssh)
                || !MachinePorts.isHere(ssh.address())
                || !failure.isRefusedConnection()
                || !refuses(ssh.port())) {
            return Optional.empty();
        }
        String why;
        if (!(failure instanceof MachineFailure known)) {
            why = ": nothing listens on port " + ssh.port();
        } else if (known.state() == VmStatus.State.ended) {
            why = " (" + known.explanation() + ")";
        } else {
            return Optional.empty(); // it may run where it is not seen from here
        }
        return Optional.of("its machine does not run" + why + "; boot it: volta vm up -l " + node.name());
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
