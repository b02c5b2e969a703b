package dev.volta.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathsTest {
    @TempDir
    private Path folder;

    @Test
    void seesThatOthersCanWriteInAFolderWhoseNameEndsInALineFeed() throws Exception {
        var open = Files.createDirectory(folder.resolve("open\n"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var told = Script.of("paths", "foreign_places \"$1\"")
                .withPaths()
                .with(open.toString())
                .run(new LocalRemote(new NodeName("here")));
        assertThat(told.out()).contains("is not a folder of yours alone: everybody can change it, mode drwxrwxrwx");
    }
}
