package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Vm;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class MachineAccessTest {
    private static final String REFUSED = "Connection refused; is sshd running there?";
    private static final Optional<Vm> MACHINE = Optional.of(new Vm(
            Architecture.RISCV64,
            ByteSize.parse("512MiB"),
            1,
            ByteSize.parse("1GiB"),
            Vm.Acceleration.AUTO,
            GuestNetwork.ISOLATED,
            Optional.empty()));

    private static AbstractThrowableAssert<?, ?> connecting(String failure, int port, Optional<Vm> vm) {
        var node = new Node(
                new NodeName("n1"),
                new Reach.Ssh("127.0.0.1", new Port(port), Optional.empty()),
                Set.of(),
                vm,
                NodePaths.UNSAID,
                new Origin.ByDefault());
        return assertThatThrownBy(() -> new MachineAccess(new Failing(failure)).connect(node));
    }

    private record Failing(String reason) implements NodeAccess {
        @Override
        public Remote connect(Node node) {
            throw new RemoteException(node.name(), reason);
        }

        @Override
        public void close() {}
    }

    private static int freePort() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    @Test
    void saysOfAMachineThatIsDownHowToBootIt() throws Exception {
        var port = freePort();
        connecting(REFUSED, port, MACHINE)
                .hasMessage("n1: its machine does not run: nothing listens on port " + port
                        + "; boot it: volta vm up -l n1");
        connecting(REFUSED + "; its machine: ended, killed by signal 9", port, MACHINE)
                .hasMessage("n1: its machine does not run (ended, killed by signal 9); boot it: volta vm up -l n1");
    }

    @Test
    void leavesOtherFailuresAsTheyAre() throws Exception {
        connecting(REFUSED, freePort(), Optional.empty()).hasMessage("n1: " + REFUSED);
        var elsewhere = REFUSED + "; its machine: elsewhere, it runs in another container";
        connecting(elsewhere, freePort(), MACHINE).hasMessage("n1: " + elsewhere);
        connecting("it was started with port 2", freePort(), MACHINE).hasMessage("n1: it was started with port 2");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connecting(REFUSED, server.getLocalPort(), MACHINE).hasMessage("n1: " + REFUSED);
        }
    }
}
