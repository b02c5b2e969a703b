package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDiskTest {
    private static final String REMEDY =
            "; remove it and all on it, and vm up makes a new one: volta vm down --purge -l node1";

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void aPlace() {
        disk = folder.resolve("disk.img");
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> KeptDisk.prepare("node1", disk, 128))
                .isInstanceOf(VmException.class)
                .hasMessage("the disk " + disk + problem);
    }

    private void write(long bytes) throws IOException {
        try (var file = new java.io.RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    @Test
    void adviceForADiskOfAnotherSizeIsToWriteThatSizeOrToRemoveIt() throws Exception {
        write(64 << 20);
        assertRefused(" has 64MiB, but 128 MiB are wanted; write disk: 64MiB, or remove it and all on it:"
                + " volta vm down --purge -l node1");
    }

    @Test
    void aDiskTooSmallToBeOneCanOnlyBeRemoved() throws Exception {
        write(0);
        assertRefused(" has 0B, and a disk has at least 64MiB" + REMEDY);
        write(1267);
        assertRefused(" has 1267B, and a disk has at least 64MiB" + REMEDY);
    }

    @Test
    void whatIsNoFileCanOnlyBeRemoved() throws Exception {
        Files.createDirectory(disk);
        assertRefused(" is a folder" + REMEDY);
        Files.delete(disk);
        new ProcessBuilder("mkfifo", disk.toString()).start().waitFor();
        assertRefused(" is no regular file" + REMEDY);
    }
}
