package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class MinaOnSshdIT extends SshdConformance implements RivalConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.mina(chosen);
    }

    @Test
    void leadsASocketOnTheNodeToOneHere() throws Exception {
        var there = folder.resolve("run/there.sock");
        var here = folder.resolve("here.sock");
        try (var remote = connect();
                var listener = listen(here)) {
            try (var tunnel = remote.socketFromNode(there.toString(), here)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                        .isEqualTo("rw-------");
                exchange(there, listener);
                exchange(there, listener);
                assertThat(tunnel.isOpen()).isTrue();
                assertThatThrownBy(() -> remote.socketFromNode(there.toString(), here))
                        .isInstanceOf(SshException.class)
                        .hasMessageContaining("does not listen on " + there)
                        .hasMessageContaining("another process may listen there");
            }
            assertThat(there).doesNotExist();
        }
    }

    @Test
    void takesOverASocketThatADeadConnectionLeftOnTheNode() throws Exception {
        var there = folder.resolve("there.sock");
        var here = folder.resolve("here.sock");
        listen(there).close();
        assertThat(there).exists();
        try (var remote = connect();
                var listener = listen(here);
                var _ = remote.socketFromNode(there.toString(), here)) {
            exchange(there, listener);
        }
    }

    @Test
    void aClientOnTheNodeIsTurnedAwayWhenNobodyServesHere() throws Exception {
        var there = folder.resolve("there.sock");
        try (var remote = connect();
                var tunnel = remote.socketFromNode(there.toString(), folder.resolve("nobody.sock"))) {
            for (var i = 0; i < 5; i++) {
                try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    client.connect(UnixDomainSocketAddress.of(there));
                    assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
            }
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
            assertThat(tunnel.isOpen()).isTrue();
        }
    }
}
