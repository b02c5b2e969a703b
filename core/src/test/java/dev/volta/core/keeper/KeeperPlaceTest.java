package dev.volta.core.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperPlaceTest {
    @TempDir
    private Path folder;

    @Test
    void aFleetHasOnePlaceHoweverItsFolderIsNamed() throws IOException {
        var lab = Files.createDirectory(folder.resolve("my lab"));
        var link = Files.createSymbolicLink(folder.resolve("link"), lab);
        var place = place(lab);
        assertThat(place(link)).isEqualTo(place);
        assertThat(place(lab.resolve("../my lab/."))).isEqualTo(place);
        assertThat(place.socket().getFileName().toString()).matches("my_lab-[0-9a-f]{1,16}\\.sock");
        assertThat(place.folder()).isEqualTo(folder.resolve("volta"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void fleetsOfTheSameNameHavePlacesOfTheirOwn() throws IOException {
        var one = Files.createDirectories(folder.resolve("a/lab"));
        var other = Files.createDirectories(folder.resolve("b/lab"));
        assertThat(place(one).socket()).isNotEqualTo(place(other).socket());
    }

    @Test
    void refusesAFolderThatOthersCanEnter() throws IOException {
        var open = Files.createDirectory(folder.resolve("volta"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> place(folder))
                .isInstanceOf(KeeperException.class)
                .hasMessageContaining(open + " is not a folder of yours alone")
                .hasMessageContaining("0755");
    }

    @Test
    void refusesALinkInPlaceOfItsFolder() throws IOException {
        var elsewhere = Files.createDirectory(
                folder.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(folder.resolve("volta"), elsewhere);
        assertThatThrownBy(() -> place(folder))
                .isInstanceOf(KeeperException.class)
                .hasMessageContaining("is not a folder of yours alone");
    }

    @Test
    void refusesAPathThatNoSocketCanHave() throws IOException {
        var deep = Files.createDirectories(folder.resolve("x".repeat(60)).resolve("y".repeat(40)));
        assertThatThrownBy(() -> KeeperPlace.of(folder, new RuntimeFolder(deep, List.of())))
                .isInstanceOf(KeeperException.class)
                .hasMessageContaining("at most 107 are possible")
                .hasMessageContaining("XDG_RUNTIME_DIR");
    }

    @Test
    void refusesAFleetWithoutAFolder() {
        assertThatThrownBy(() -> place(folder.resolve("none")))
                .isInstanceOf(KeeperException.class)
                .hasMessageContaining("none");
    }

    private KeeperPlace place(Path fleet) {
        return KeeperPlace.of(fleet, new RuntimeFolder(folder.resolve("volta"), List.of()));
    }
}
