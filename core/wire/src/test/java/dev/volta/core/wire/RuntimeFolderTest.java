package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFolderTest {
    @TempDir
    private Path folder;

    private Path runtime;
    private Path temporary;
    private String own;

    @BeforeEach
    void makePlaces() throws IOException {
        folder = folder.toRealPath();
        runtime = Files.createDirectory(folder.resolve("runtime"));
        temporary = Files.createDirectory(folder.resolve("temporary"));
        Files.setAttribute(temporary, "unix:mode", 01777);
        own = "volta-" + ProcessUser.uid();
    }

    @Test
    void isTheOneThatTheSessionNames() throws IOException {
        var found = RuntimeFolder.of(Map.of("XDG_RUNTIME_DIR", runtime.toString()), temporary);
        assertThat(found.path()).isEqualTo(runtime.resolve("volta")).doesNotExist();
        assertThat(found.passedOver()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found.make())))
                .isEqualTo("rwx------");
    }

    @Test
    void liesElseInTheTemporaryFolderUnderTheUsersNumber() throws IOException {
        var missing = folder.resolve("missing").toString();
        assertThat(RuntimeFolder.of(Map.of("XDG_RUNTIME_DIR", missing), temporary)
                        .path())
                .isEqualTo(temporary.resolve(own));
        assertThat(RuntimeFolder.of(Map.of("XDG_RUNTIME_DIR", "relative"), temporary)
                        .path())
                .isEqualTo(temporary.resolve(own));
        assertThat(RuntimeFolder.of(Map.of(), temporary).path()).isEqualTo(temporary.resolve(own));
    }

    @Test
    void staysWhereAVersionBeforeHasIt() throws IOException {
        var former = PrivateFolder.ensure(temporary.resolve("volta-" + System.getProperty("user.name")));
        assertThat(RuntimeFolder.of(Map.of(), temporary).path()).isEqualTo(former);
        PrivateFolder.ensure(temporary.resolve(own));
        assertThat(RuntimeFolder.of(Map.of(), temporary).path()).isEqualTo(temporary.resolve(own));
    }

    @Test
    void passesOverAFolderThatOthersCanEnterAndSaysSo() throws IOException {
        var open = Files.createDirectory(runtime.resolve("volta"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        var found = RuntimeFolder.of(Map.of("XDG_RUNTIME_DIR", runtime.toString()), temporary);
        assertThat(found.path()).isEqualTo(temporary.resolve(own));
        assertThat(found.passedOver())
                .containsExactly(open + " is not a folder of yours alone: its mode is 0755 instead of 0700");
    }

    @Test
    void passesOverALinkInPlaceOfTheFolder() throws IOException {
        Files.createSymbolicLink(runtime.resolve("volta"), PrivateFolder.ensure(folder.resolve("elsewhere")));
        assertThat(RuntimeFolder.of(Map.of("XDG_RUNTIME_DIR", runtime.toString()), temporary)
                        .passedOver())
                .singleElement()
                .asString()
                .contains("it is a symbolic link");
    }

    @Test
    void passesOverAPlaceThatEverybodyCanChange() throws IOException {
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));
        var found = RuntimeFolder.of(Map.of("XDG_RUNTIME_DIR", runtime.toString()), temporary);
        assertThat(found.path()).isEqualTo(temporary.resolve(own));
        assertThat(found.passedOver())
                .singleElement()
                .asString()
                .contains(runtime + " above it can be changed by others, mode 0777");
    }

    @Test
    void looksAtTmpdirWhereTheUsualFolderIsSomebodyElses() throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a folder to somebody else");
        var theirs = PrivateFolder.ensure(temporary.resolve(own));
        Files.setAttribute(theirs, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        var found = RuntimeFolder.of(Map.of("TMPDIR", folder.toString()), temporary);
        assertThat(found.path()).isEqualTo(folder.resolve(own));
        assertThat(found.passedOver())
                .containsExactly(theirs + " is not a folder of yours alone: it belongs to uid 12345, mode 0700");
    }

    @Test
    void tellsWhatStandsAgainstEachPlaceAndWhatToDo() throws IOException {
        var open = Files.createDirectory(temporary.resolve(own));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> RuntimeFolder.of(
                        Map.of("XDG_RUNTIME_DIR", folder.resolve("missing").toString()), temporary))
                .isInstanceOf(NoRuntimeFolderException.class)
                .hasMessageContaining(folder.resolve("missing") + " is not there\n")
                .hasMessageContaining(open + " is not a folder of yours alone: its mode is 0777 instead of 0700\n")
                .hasMessageContaining("set XDG_RUNTIME_DIR to a folder of yours");
    }
}
