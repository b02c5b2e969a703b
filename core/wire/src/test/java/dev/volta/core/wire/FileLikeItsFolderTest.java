package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLikeItsFolderTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeIt() throws IOException {
        file = Files.writeString(folder.resolve("file"), "x");
        mode(folder, "rwxr-xr-x");
        mode(file, "rw-r--r--");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void othersMayReadIt() throws IOException {
        assertThat(FileLikeItsFolder.objection(file)).isEmpty();
        assertThat(FileLikeItsFolder.concern(file)).isEmpty();
    }

    @Test
    void othersMayNotWriteIt() throws IOException {
        mode(file, "rw-rw-rw-");
        assertThat(FileLikeItsFolder.objection(file)).contains("it can be changed by others, mode 0666");
        var link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> FileLikeItsFolder.require(link))
                .isInstanceOf(ForeignFileException.class)
                .hasMessage(
                        link + " is not used: it can be changed by others, mode 0666; if nobody has changed it, make it"
                                + " yours: chown \"$(id -u)\", chmod go-w");
    }

    @Test
    void whereEverybodyCanWriteToTheFolderThatIsToldAndNoMore() throws IOException {
        mode(file, "rwxrwxrwx");
        mode(folder, "rwxrwxrwx");
        assertThat(FileLikeItsFolder.objection(file)).isEmpty();
        assertThat(FileLikeItsFolder.concern(file))
                .contains("can be changed, as its folder can, by everybody, mode 0777");
    }

    @Test
    void aGroupMayWriteItThatMayWriteToTheFolder() throws IOException {
        mode(file, "rw-rw-r--");
        assertThat(FileLikeItsFolder.objection(file))
                .as("a group of ours alone")
                .isEmpty();
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to any group");
        Files.setAttribute(file, "unix:gid", 12_345);
        assertThat(FileLikeItsFolder.objection(file)).contains("it can be changed by others, mode 0664");
        Files.setAttribute(folder, "unix:gid", 12_345);
        mode(folder, "rwxrwxr-x");
        assertThat(FileLikeItsFolder.objection(file)).isEmpty();
    }

    @Test
    void itIsOursOrRootsOrOfTheOwnerOfTheFolder() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to somebody else");
        Files.setAttribute(file, "unix:uid", 12_345);
        assertThat(FileLikeItsFolder.objection(file)).contains("it belongs to uid 12345, mode 0644");
        Files.setAttribute(folder, "unix:uid", 12_345);
        assertThat(FileLikeItsFolder.objection(file)).isEmpty();
        assertThat(FileLikeItsFolder.concern(file)).contains("belongs, as its folder does, to uid 12345");
    }

    @Test
    void aLinkOfSomebodyElseIsNotFollowed() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a link to somebody else");
        var link = Files.createSymbolicLink(folder.resolve("link"), file);
        Files.setAttribute(link, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        assertThat(FileLikeItsFolder.objection(link).orElseThrow()).startsWith("the link belongs to uid 12345");
    }

    @Test
    void itIsAFileOrAPipeThatAProgramPassesOn() throws Exception {
        assertThatThrownBy(() -> FileLikeItsFolder.require(folder))
                .hasMessage(folder + " is not used: it is a folder; move it away");
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThat(FileLikeItsFolder.objection(fifo)).contains("it is a FIFO");
        assertThat(FileLikeItsFolder.objection(Path.of("/dev/null"))).isEmpty();
        assertThatThrownBy(() -> KernelLock.tryTake(fifo)).hasMessage(fifo + " is a FIFO, and no lock; move it away");
    }
}
