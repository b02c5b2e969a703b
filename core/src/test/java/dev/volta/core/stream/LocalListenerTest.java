package dev.volta.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.wire.FileKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalListenerTest {
    private static final LocalListener.Transport NOWHERE = new LocalListener.Transport() {
        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public Duplex connect() throws IOException {
            throw new IOException("it leads nowhere");
        }
    };

    @TempDir
    private Path folder;

    @Test
    void aPortIsOneOfTheLoopbackAddressAlone() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            assertThatThrownBy(() -> LocalListener.open(new NodeName("n1"), new Port(port), NOWHERE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + port + ": Address already in use");
        }
        try (var _ = LocalListener.open(new NodeName("n1"), new Port(port), NOWHERE)) {
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            for (var other : List.of("127.0.0.2", "::1")) {
                assertThatThrownBy(() -> new Socket(InetAddress.getByName(other), port))
                        .as(other)
                        .isInstanceOf(IOException.class);
            }
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
    }

    @Test
    void removesNoFifo() throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> LocalListener.open(new NodeName("n1"), fifo, NOWHERE))
                .isInstanceOf(RemoteException.class)
                .hasMessageEndingWith("cannot listen on " + fifo + ": it is no socket, but a FIFO");
        assertThat(FileKind.of(fifo)).isEqualTo(FileKind.FIFO);
    }
}
