package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
    @TempDir
    Path folder;

    @Test
    void removesAFolderWithAllThatIsInIt() throws IOException {
        var tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("a/b\nc"));
        Files.createFile(tree.resolve("a/b\nc/d"));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
        FolderTree.remove(tree);
        assertThat(folder).isEmptyDirectory();
        FolderTree.remove(tree);
        FolderTree.remove(tree.resolve("below/what/is/not/there"));
    }

    @Test
    void removesLinksAndNotWhatTheyLeadTo() throws IOException {
        var precious = Files.createDirectory(folder.resolve("precious"));
        Files.createFile(precious.resolve("file"));
        var tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), precious);
        var link = Files.createSymbolicLink(folder.resolve("link"), precious);
        FolderTree.remove(tree);
        FolderTree.remove(link);
        assertThat(folder).isDirectoryContaining(path -> path.equals(precious));
        assertThat(precious.resolve("file")).exists();
        assertThat(tree).doesNotExist();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void staysInsideAlthoughALinkTakesThePlaceOfAFolder() throws IOException {
        var precious = Files.createDirectory(folder.resolve("precious"));
        Files.createFile(precious.resolve("file"));
        var tree = Files.createDirectory(folder.resolve("tree"));
        Files.createFile(tree.resolve("file"));
        assertThatThrownBy(() -> FolderTree.removeIf(
                        tree,
                        _ -> {
                            Files.move(tree, folder.resolve("moved"));
                            Files.createSymbolicLink(tree, precious);
                            return true;
                        },
                        Optional.empty()))
                .isInstanceOf(FileSystemException.class);
        assertThat(precious.resolve("file")).exists();
        assertThat(folder.resolve("moved")).isEmptyDirectory();
    }

    @Test
    void removesAMarkedFolderOnlyWhereItsMarkIs() throws IOException {
        var tree = Files.createDirectory(folder.resolve("tree"));
        var mark = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        Files.createFile(tree.resolve("file"));
        assertThat(FolderTree.removeMarked(tree, "mark", mark)).isFalse();
        for (var other : List.of("", "0123456789abcde", "0123456789abcdef0", "another")) {
            Files.writeString(tree.resolve("mark"), other);
            assertThat(FolderTree.removeMarked(tree, "mark", mark)).as(other).isFalse();
        }
        Files.delete(tree.resolve("mark"));
        Files.createSymbolicLink(tree.resolve("mark"), Files.write(folder.resolve("theirs"), mark));
        assertThat(FolderTree.removeMarked(tree, "mark", mark)).isFalse();
        assertThat(tree.resolve("file")).exists();
        Files.delete(tree.resolve("mark"));
        Files.write(tree.resolve("mark"), mark);
        assertThat(FolderTree.removeMarked(tree, "mark", mark)).isTrue();
        assertThat(tree).doesNotExist();
        assertThat(FolderTree.removeMarked(tree, "mark", mark)).isTrue();
    }

    @Test
    void removesEverythingElseWhereSomethingCannotBeRemoved() throws IOException {
        assumeTrue(ProcessUser.uid() != 0, "root can remove everything");
        var tree = Files.createDirectory(folder.resolve("tree"));
        var closed = Files.createDirectory(tree.resolve("closed"));
        Files.createFile(closed.resolve("file"));
        Files.createFile(tree.resolve("other"));
        closed.toFile().setWritable(false);
        assertThatThrownBy(() -> FolderTree.remove(tree)).isInstanceOf(FileSystemException.class);
        closed.toFile().setWritable(true);
        assertThat(tree.resolve("other")).doesNotExist();
    }
}
