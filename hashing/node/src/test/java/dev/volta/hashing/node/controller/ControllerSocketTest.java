package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.ForeignFolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerSocketTest {
    @TempDir
    private Path folder;

    @Test
    void doesNotListenInAFolderThatOthersCanChange() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> ControllerSocket.bind(open.resolve("controller.sock")))
                .isInstanceOf(ForeignFolderException.class)
                .hasMessage(open + " is not a folder of yours alone: it can be changed by others, mode 0777");
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void replacesNoFifo() throws Exception {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        Path fifo = run.resolve("controller.sock");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> ControllerSocket.bind(fifo))
                .isInstanceOf(IOException.class)
                .hasMessage(fifo + " is there and is no socket; remove it or choose another path");
        assertThat(FileKind.of(fifo)).isEqualTo(FileKind.FIFO);
    }

    @Test
    void makesAFolderForItsOwnerAlone() throws IOException {
        Path socket = folder.resolve("run/controller.sock");
        try (ControllerSocket bound = ControllerSocket.bind(socket)) {
            assertThat(bound).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run"))))
                    .isEqualTo("rwx------");
        }
    }
}
