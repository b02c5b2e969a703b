package dev.volta.core.operation.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.FileKind;
import dev.volta.core.workload.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    private static final Node NODE = new Node(
            new NodeName("a"),
            new Reach.Ssh("lab", new Port(22), Optional.empty()),
            Set.of(),
            Optional.empty(),
            NodePaths.UNSAID,
            new Origin.ByDefault());

    @TempDir
    private Path folder;

    private Path source;
    private Path local;

    @BeforeEach
    void makeFiles() throws IOException {
        source = Files.createDirectories(folder.resolve("source"));
        for (var name : List.of("one", "two", "sub/three")) {
            var file = source.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        local = folder.resolve("local");
    }

    private Moved pull() throws InterruptedException {
        var transfers = Transfers.begin(List.of(NODE), OptionalLong.empty(), new Unseen());
        return new Downloads(source.toString(), local, transfers).run(NODE, new LocalRemote(NODE.name()));
    }

    @Test
    void bringsAFolder() throws Exception {
        pull();
        assertThat(local.resolve("a/source/one")).hasContent("one");
        assertThat(local.resolve("a/source/sub/three")).hasContent("sub/three");
    }

    @Test
    void countsAndNamesWhatItLeavesOut() throws Exception {
        assertThat(pull().left()).isEmpty();
        Files.createSymbolicLink(source.resolve("sub/link"), Path.of("three"));
        run("mkfifo", source.resolve("fifo").toString());
        var moved = pull();
        assertThat(moved.files()).isEqualTo(3);
        assertThat(moved.left()).containsExactlyInAnyOrder("sub/link", "fifo");
        try (var there = Files.walk(local)) {
            assertThat(there.filter(Files::isRegularFile)).hasSize(3);
        }
    }

    @Test
    void bringsNothingIfAFifoIsInThePlaceOfAFile() throws Exception {
        for (var name : List.of("one", "two", "sub/three")) {
            var fifo = local.resolve("a/source").resolve(name);
            Files.createDirectories(fifo.getParent());
            run("mkfifo", fifo.toString());
            assertThatThrownBy(this::pull)
                    .isInstanceOf(RemoteException.class)
                    .hasMessageEndingWith(fifo + " is a FIFO, and is not replaced by a file");
            assertThat(FileKind.of(fifo)).isEqualTo(FileKind.FIFO);
            Files.delete(fifo);
            try (var there = Files.walk(local)) {
                assertThat(there.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    @Test
    void followsNoLinkOfAnotherUser() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make links of other users");
        var victim = Files.createDirectories(folder.resolve("victim/source"));
        Files.createDirectory(local);
        var link = Files.createSymbolicLink(local.resolve("a"), victim.getParent());
        run("chown", "-h", "65534", link.toString());
        assertThatThrownBy(this::pull)
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(link + " is a symbolic link of another user (uid 65534), and is not followed");
        assertThat(victim).isEmptyDirectory();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static final class Unseen implements TransferView {
        @Override
        public void show(Progress progress) {}

        @Override
        public void clear() {}
    }
}
