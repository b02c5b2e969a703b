package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFolderTest {
    @TempDir
    private Path folder;

    private Path above = Path.of("unset");

    @BeforeEach
    void makeFolderAbove() throws Exception {
        above = Files.createDirectory(folder.resolve("above"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** @param umask of a process of its own, since that of this one cannot be changed */
    private void make(Path made, String umask) throws Exception {
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderProgram.class.getName(),
                        made.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "000, rwxr-xr-x, rwxr-xr-x",
        "002, rwxr-xr-x, rwxr-xr-x",
        "077, rwxr-xr-x, rwx------",
        "002, rwxrwxr-x, rwxrwxr-x",
        "022, rwxrwxr-x, rwxr-xr-x",
        "000, rwx------, rwxr-xr-x",
    })
    void nobodyCanWriteThereWhoCannotWriteAbove(String umask, String modeAbove, String mode) throws Exception {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString(modeAbove));
        make(above.resolve("a/b"), umask);
        assertThat(mode(above.resolve("a"))).isEqualTo(mode);
        assertThat(mode(above.resolve("a/b"))).isEqualTo(mode);
        PrivateFolder.requireLikeItsParent(above.resolve("a/b"));
    }

    @Test
    void nobodyCanWriteToWhatIsMadeInAFolderThatAllShare() throws Exception {
        Files.setAttribute(above, "unix:mode", 01777);
        make(above.resolve("a"), "000");
        assertThat(mode(above.resolve("a"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void whatIsThereStaysAsItIs() throws Exception {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwx---"));
        StateFolder.make(above);
        assertThat(mode(above)).isEqualTo("rwxrwx---");
        Files.createSymbolicLink(folder.resolve("link"), above);
        StateFolder.make(folder.resolve("link/a"));
        assertThat(above.resolve("a")).isDirectory();
    }

    @Test
    void aFileInItsPlaceIsAFailure() throws Exception {
        var file = Files.createFile(above.resolve("file"));
        assertThatThrownBy(() -> StateFolder.make(file)).isInstanceOf(FileAlreadyExistsException.class);
    }
}
