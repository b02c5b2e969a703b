package dev.volta.core.keeper.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.link.TunnelSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TunnelSpecCodecTest {
    private static final NodeName NODE = new NodeName("vm1");

    @Test
    void readsWhatItWrote() throws KeeperProtocolException {
        for (var way : new TunnelSpec[] {
            new TunnelSpec.Sockets(NODE, true, Path.of("/here"), "/there"),
            new TunnelSpec.Sockets(NODE, false, Path.of("/here"), "/there"),
            new TunnelSpec.Ports(NODE, new Port(19100), new Port(9100))
        }) {
            assertThat(read(TunnelSpecCodec.write(way, new KeeperPayloadWriter())))
                    .isEqualTo(way);
        }
    }

    @Test
    void refusesOtherKindsAndWhatIsNoPort() {
        assertThatThrownBy(() -> read(new KeeperPayloadWriter()
                        .text("vm1")
                        .number(3)
                        .text("1")
                        .text("2")))
                .isInstanceOf(KeeperProtocolException.class)
                .hasMessageContaining("3");
        assertThatThrownBy(() -> read(new KeeperPayloadWriter()
                        .text("vm1")
                        .number(2)
                        .text("0")
                        .text("2")))
                .isInstanceOf(KeeperProtocolException.class)
                .hasMessageContaining("'0' is not a port");
    }

    private static TunnelSpec read(KeeperPayloadWriter written) throws KeeperProtocolException {
        return TunnelSpecCodec.read(new KeeperPayloadReader(written.frame(FrameType.HOLD, 1)));
    }
}
