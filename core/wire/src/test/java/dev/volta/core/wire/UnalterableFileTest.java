package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnalterableFileTest {
    @TempDir
    Path folder;

    private Path file(String mode) throws IOException {
        var file = Files.writeString(folder.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @Test
    void othersMayReadIt() throws IOException {
        assertThat(UnalterableFile.objection(file("rw-r--r--"))).isEmpty();
        assertThat(UnalterableFile.objection(file("rw-------"))).isEmpty();
    }

    @Test
    void othersMayNotWriteIt() throws IOException {
        var file = file("rw-r--rw-");
        assertThat(UnalterableFile.objection(file)).contains("it can be changed by others, mode 0646");
        var link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(UnalterableFile.objection(link)).contains("it can be changed by others, mode 0646");
    }

    @Test
    void aGroupOfOthersMayNotWriteIt() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to any group");
        var file = file("rw-rw-r--");
        Files.setAttribute(file, "unix:gid", 12_345);
        assertThat(UnalterableFile.objection(file)).contains("it can be changed by others, mode 0664");
        Files.setAttribute(file, "unix:gid", 0);
        assertThat(UnalterableFile.objection(file)).isEmpty();
    }

    @Test
    void itIsOursOrRoots() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to somebody else");
        var file = file("rw-r--r--");
        Files.setAttribute(file, "unix:uid", 12_345);
        assertThat(UnalterableFile.objection(file)).contains("it belongs to uid 12345");
    }
}
