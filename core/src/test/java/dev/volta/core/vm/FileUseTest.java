package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileUseTest {
    @TempDir
    Path folder;

    @Test
    void seesThatAnotherProcessHasAFileOpen() throws Exception {
        var file = Files.createFile(folder.resolve("a file"));
        assertThat(FileUse.isOpen(file)).isFalse();
        var reader =
                new ProcessBuilder("sleep", "600").redirectInput(file.toFile()).start();
        try {
            assertThat(FileUse.isOpen(file)).isTrue();
            var moved = Files.move(file, folder.resolve("moved"));
            assertThat(FileUse.isOpen(moved)).isTrue();
            assertThat(FileUse.isOpen(Files.createFile(file))).isFalse();
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(FileUse.isOpen(folder.resolve("moved"))).isFalse();
    }

    @Test
    void seesTheLocksOfQemu() throws Exception {
        var file = Files.createFile(folder.resolve("disk.img"));
        assertThat(FileUse.isLockedImage(file)).isFalse();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock(0, 100, true);
            assertThat(FileUse.isLockedImage(file)).isFalse();
            channel.lock(101, 1, true); // QEMU's is shared too
            assertThat(FileUse.isLockedImage(file)).isTrue();
        }
    }

    @Test
    void tellsThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> FileUse.isOpen(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
