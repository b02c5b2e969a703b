package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    private static final int SOMEBODY = 12_345;

    @TempDir
    Path temporary;

    @Test
    void makesAFolderForItsOwnerAlone() throws IOException {
        var folder = PrivateFolder.ensure(temporary.resolve("ours"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PrivateFolder.ensure(folder)).isEqualTo(folder);
    }

    @Test
    void refusesAFolderThatOthersCanRead() throws IOException {
        var folder = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> PrivateFolder.ensure(folder))
                .isInstanceOf(ForeignFolderException.class)
                .hasMessage(folder + " is not a folder of yours alone: its mode is 0755 instead of 0700");
    }

    @Test
    void refusesALinkToAFolderOfOurs() throws IOException {
        var folder = PrivateFolder.ensure(temporary.resolve("ours"));
        var link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        assertThatThrownBy(() -> PrivateFolder.ensure(link)).hasMessageContaining("it is a symbolic link");
    }

    @Test
    void refusesAFile() throws IOException {
        var file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> PrivateFolder.ensure(file)).hasMessageContaining("it is no folder");
    }

    @Test
    void refusesAFolderOfSomebodyElseAndNamesHim() throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "only root can give a folder to somebody else");
        var folder = PrivateFolder.ensure(temporary.resolve("theirs"));
        Files.setAttribute(folder, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> PrivateFolder.ensure(folder))
                .hasMessage(folder + " is not a folder of yours alone: it belongs to uid 12345, mode 0700");
    }

    @Test
    void refusesAFolderThatSomebodyElseCouldReplace() throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "only root can give a folder to somebody else");
        var theirs = PrivateFolder.ensure(temporary.resolve("theirs"));
        var folder = PrivateFolder.ensure(theirs.resolve("ours"));
        Files.setAttribute(theirs, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> PrivateFolder.ensure(folder))
                .hasMessageContaining(theirs + " above it belongs to uid 12345");
    }

    @Test
    void refusesAFolderBelowOneThatEverybodyCanChange() throws IOException {
        var open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> PrivateFolder.ensure(open.resolve("ours")))
                .hasMessageContaining(open + " above it can be changed by others, mode 0777");
    }

    @Test
    void acceptsAFolderBelowOneThatIsSticky() throws IOException {
        var sticky = Files.createDirectory(temporary.resolve("sticky"));
        Files.setAttribute(sticky, "unix:mode", 01777);
        assertThat(PrivateFolder.ensure(sticky.resolve("ours"))).isDirectory();
    }

    @Test
    void whatNobodyElseCanAlterMayBeReadByAll() throws IOException {
        var folder = Files.createDirectory(temporary.resolve("ours"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(PrivateFolder.requireUnalterable(folder)).isEqualTo(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> PrivateFolder.requireUnalterable(folder))
                .hasMessage(folder + " is not a folder of yours alone: it can be changed by others, mode 0777");
        Files.setAttribute(folder, "unix:mode", 01777);
        assertThatThrownBy(() -> PrivateFolder.requireUnalterable(folder)).hasMessageContaining("mode 1777");
        assertThat(PrivateFolder.requireUnalterable(Path.of("/usr"))).isEqualTo(Path.of("/usr"));
    }

    @Test
    void aFolderMayBeAsOpenAsTheOneItLiesIn() throws IOException {
        var project = Files.createDirectory(temporary.resolve("project"));
        var state = Files.createDirectory(project.resolve(".volta"));
        for (var modes : new String[] {"0755 0755", "0700 0755", "0777 0777", "01777 0755"}) {
            set(project, modes.split(" ", -1)[0]);
            set(state, modes.split(" ", -1)[1]);
            assertThat(PrivateFolder.requireLikeItsParent(state)).as(modes).isEqualTo(state);
        }
        for (var modes : new String[] {"0755 0777", "0775 0757", "01777 0777", "0755 01777"}) {
            set(project, modes.split(" ", -1)[0]);
            set(state, modes.split(" ", -1)[1]);
            assertThatThrownBy(() -> PrivateFolder.requireLikeItsParent(state))
                    .as(modes)
                    .hasMessageContaining(state + " is not a folder of yours alone: it can be changed by others");
        }
    }

    @Test
    void aFolderMayBelongToWhoeverTheOneItLiesInBelongsTo() throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a folder to somebody else");
        var project = Files.createDirectory(temporary.resolve("project"));
        var state = Files.createDirectory(project.resolve(".volta"));
        Files.setAttribute(state, "unix:uid", SOMEBODY);
        assertThatThrownBy(() -> PrivateFolder.requireLikeItsParent(state))
                .hasMessageContaining(state + " is not a folder of yours alone: it belongs to uid 12345");
        Files.setAttribute(project, "unix:uid", SOMEBODY);
        assertThat(PrivateFolder.requireLikeItsParent(state)).isEqualTo(state);
        Files.setAttribute(state, "unix:uid", SOMEBODY + 1);
        assertThatThrownBy(() -> PrivateFolder.requireLikeItsParent(state)).hasMessageContaining("uid 12346");
    }

    @Test
    void aLinkCountsWithWhatItLeadsTo() throws IOException {
        var project = Files.createDirectory(temporary.resolve("project"));
        var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        var link = Files.createSymbolicLink(project.resolve(".volta"), elsewhere);
        assertThat(PrivateFolder.requireLikeItsParent(link)).isEqualTo(link);
        set(elsewhere, "0777");
        assertThatThrownBy(() -> PrivateFolder.requireLikeItsParent(link)).hasMessageContaining("mode 0777");
    }

    @Test
    void aPlaceMayBeMissingOrALink() throws IOException {
        var place = temporary.resolve("cache/volta");
        assertThat(PrivateFolder.requirePlace(place)).isEqualTo(place);
        Files.createDirectory(temporary.resolve("cache"));
        var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(place, elsewhere);
        set(elsewhere, "0755");
        assertThat(PrivateFolder.requirePlace(place)).isEqualTo(place);
        assertThat(PrivateFolder.requirePlace(place.resolve("images/x"))).isEqualTo(place.resolve("images/x"));
    }

    @Test
    void aPlaceIsRefusedWhereOthersCanWrite() throws IOException {
        var cache = Files.createDirectory(temporary.resolve("cache"));
        var place = Files.createDirectory(cache.resolve("volta"));
        for (var modes : new String[] {"0777 0700", "0755 0777", "0755 01777"}) {
            set(cache, modes.split(" ", -1)[0]);
            set(place, modes.split(" ", -1)[1]);
            assertThatThrownBy(() -> PrivateFolder.requirePlace(place))
                    .as(modes)
                    .isInstanceOf(ForeignFolderException.class)
                    .hasMessageContaining("can be changed by others");
        }
        set(place, "0700");
        set(cache, "0777");
        assertThatThrownBy(() -> PrivateFolder.requirePlace(cache.resolve("missing/more")))
                .hasMessageContaining(cache + " above it can be changed by others, mode 0777");
        set(cache, "01777");
        assertThat(PrivateFolder.requirePlace(place)).isEqualTo(place);
    }

    @Test
    void aPlaceIsRefusedThatIsSomebodyElses() throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a folder to somebody else");
        var place = Files.createDirectory(temporary.resolve("volta"));
        set(place, "0755");
        Files.setAttribute(place, "unix:uid", SOMEBODY);
        assertThatThrownBy(() -> PrivateFolder.requirePlace(place)).hasMessageContaining("it belongs to uid 12345");
    }

    private static void set(Path folder, String mode) throws IOException {
        Files.setAttribute(folder, "unix:mode", Integer.parseInt(mode, 8));
    }
}
