package dev.volta.core.keeper.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.fleet.MachineFailure;
import dev.volta.core.vm.fleet.VmStatus;
import org.junit.jupiter.api.Test;

class KeeperFaultTest {
    private static final NodeName NODE = new NodeName("n1");

    private static RuntimeException through(RuntimeException failure) throws KeeperProtocolException {
        return KeeperFault.read(KeeperFault.of(failure).frame(1)).exception();
    }

    @Test
    void whatARemoteFailureIsStaysWithIt() throws Exception {
        var plain = new RemoteException(NODE, "Connection refused");
        assertThat(through(plain)).isInstanceOfSatisfying(KeptFailure.class, kept -> {
            assertThat(kept).hasMessage("n1: Connection refused");
            assertThat(kept.type()).isEqualTo(RemoteException.class.getName());
            assertThat(kept.isRefusedConnection()).isFalse();
        });
        var refused = new MachineFailure(NODE, "nobody", VmStatus.State.ended, "ended, by itself", true, plain);
        assertThat(through(refused)).isInstanceOfSatisfying(MachineFailure.class, kept -> {
            assertThat(kept).hasMessage("n1: nobody; its machine: ended, by itself");
            assertThat(kept.state()).isEqualTo(VmStatus.State.ended);
            assertThat(kept.explanation()).isEqualTo("ended, by itself");
            assertThat(kept.isRefusedConnection()).isTrue();
        });
    }
}
