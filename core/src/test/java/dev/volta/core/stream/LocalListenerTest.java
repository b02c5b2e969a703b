package dev.volta.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.wire.FileKind;
import java.io.IOException;
import java.nio.file.Path;
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
