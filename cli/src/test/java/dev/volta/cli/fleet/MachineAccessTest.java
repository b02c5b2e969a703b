package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.VmSpec;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.fleet.MachineFailure;
import dev.volta.core.vm.fleet.VmStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class MachineAccessTest {
    private static final String REFUSED = "is sshd running there?";
    private static final Optional<VmSpec> MACHINE = Optional.of(new VmSpec(
            Architecture.RISCV64,
            ByteSize.parse("512MiB"),
            1,
            ByteSize.parse("1GiB"),
            VmSpec.Acceleration.AUTO,
            GuestNetwork.ISOLATED,
            Optional.empty()));

    private static final NodeName NAME = new NodeName("n1");

    private static final class Refused extends RemoteException {
        private static final long serialVersionUID = 1;

        Refused() {
            super(NAME, REFUSED);
        }

        @Override
        public boolean isRefusedConnection() {
            return true;
        }
    }

    private static RemoteException refused(VmStatus.State state, String explanation) {
        return new MachineFailure(NAME, REFUSED, state, explanation, true, null);
    }

    private static AbstractThrowableAssert<?, ?> connecting(RemoteException failure, int port, Optional<VmSpec> vm) {
        var node = new Node(
                NAME,
                new Reach.Ssh("127.0.0.1", new Port(port), Optional.empty()),
                Set.of(),
                vm,
                NodePaths.UNSAID,
                new Origin.ByDefault());
        return assertThatThrownBy(() -> new MachineAccess(new Failing(failure)).connect(node));
    }

    private record Failing(RemoteException reason) implements NodeAccess {
        @Override
        public Remote connect(Node node) {
            throw reason;
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
        connecting(new Refused(), port, MACHINE)
                .hasMessage("n1: its machine does not run: nothing listens on port " + port
                        + "; boot it: volta vm up -l n1");
        connecting(refused(VmStatus.State.ended, "ended, killed by signal 9"), port, MACHINE)
                .hasMessage("n1: its machine does not run (ended, killed by signal 9); boot it: volta vm up -l n1");
    }

    @Test
    void leavesOtherFailuresAsTheyAre() throws Exception {
        connecting(new Refused(), freePort(), Optional.empty()).hasMessage("n1: " + REFUSED);
        connecting(refused(VmStatus.State.elsewhere, "elsewhere, in another container"), freePort(), MACHINE)
                .hasMessage("n1: " + REFUSED + "; its machine: elsewhere, in another container");
        for (var other : List.of("it was started with port 2", "Connection refused by its firewall")) {
            connecting(new RemoteException(NAME, other), freePort(), MACHINE).hasMessage("n1: " + other);
        }
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connecting(new Refused(), server.getLocalPort(), MACHINE).hasMessage("n1: " + REFUSED);
        }
    }
}
