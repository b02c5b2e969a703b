package dev.volta.cli.fleet;

import dev.volta.cli.route.Routes;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.fleet.MachinePorts;
import dev.volta.core.vm.fleet.MachinePorts.Mismatch;
import dev.volta.ssh.SshTarget;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sees before nodes are connected to that none leads to a virtual machine of the fleet which runs under another name: a
 * pinned host key belongs to a port, and does not tell.
 */
final class MachinePortCheck {
    private MachinePortCheck() {}

    /**
     * @param machines the folder of the fleet's machines
     * @throws ConfigurationException with every node that is not who answers there
     */
    static void run(List<Node> nodes, Path machines, Routes routes) {
        if (!Files.isDirectory(machines)) {
            return;
        }
        var ports = MachinePorts.running(machines);
        if (ports.ports().isEmpty()) {
            return;
        }
        var problems = new ArrayList<Problem>();
        for (var node : nodes) {
            mismatch(node, ports, routes)
                    .map(mismatch ->
                            new Problem(node.origin(), "", node.name() + " " + mismatch.found(), "", mismatch.advice()))
                    .ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private static Optional<Mismatch> mismatch(Node node, MachinePorts ports, Routes routes) {
        if (!(node.reach() instanceof Reach.Ssh ssh) || MachinePorts.isCalledByItsAddress(node)) {
            return Optional.empty();
        }
        SshTarget target;
        try {
            target = routes.to(node, ssh);
        } catch (RemoteException e) {
            return Optional.empty(); // told when it is connected to
        }
        return target.jumps().isEmpty()
                ? ports.mismatch(node.name(), new Port(target.port())).filter(_ -> isHere(target.host()))
                : Optional.empty();
    }

    /** Names are looked up only where a port is suspicious: that may take long. */
    private static boolean isHere(String host) {
        if (MachinePorts.isHere(host)) {
            return true;
        }
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .anyMatch(address -> MachinePorts.isHere(address.getHostAddress()));
        } catch (UnknownHostException e) {
            return false; // told when it is connected to
        }
    }
}
