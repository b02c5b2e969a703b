package dev.volta.core.operation.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    private static final Path NONE = Path.of("no-state");

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(folder.resolve("app-1.jar"), "content");
        Files.createSymbolicLink(folder.resolve("app.jar"), Path.of("app-1.jar"));
        Files.createDirectories(folder.resolve("v1/sub"));
        Files.writeString(folder.resolve("v1/sub/file"), "content");
        Files.createSymbolicLink(folder.resolve("current"), Path.of("v1"));
        Files.createSymbolicLink(folder.resolve("v1/link"), Path.of("sub"));
    }

    private List<String> targets(String local, String remote) throws IOException {
        return Uploads.of(folder.resolve(local), remote, NONE).files().stream()
                .map(Upload::target)
                .toList();
    }

    @Test
    void aLinkGivesItsOwnName() throws IOException {
        assertThat(targets("app.jar", "/x/")).containsExactly("/x/app.jar");
        assertThat(targets("app-1.jar", "/x/")).containsExactly("/x/app-1.jar");
        assertThat(targets("current", "/x/")).containsExactly("/x/current/sub/file");
        assertThat(targets("current/", "/x/")).containsExactly("/x/current/sub/file");
        assertThat(targets("app.jar", "/x/other")).containsExactly("/x/other");
        assertThat(targets("current", "/x")).containsExactly("/x/sub/file");
    }

    @Test
    void whatHasNoNameOfItsOwnHasThatOfItsFolder() throws IOException {
        assertThat(targets("v1/.", "/x/")).containsExactly("/x/v1/sub/file");
        assertThat(targets("v1/sub/..", "/x/")).containsExactly("/x/v1/sub/file");
        assertThat(Uploads.of(Path.of("src/../src"), "/x/", NONE).target()).isEqualTo("/x/src");
        var here = Path.of("").toAbsolutePath();
        assertThat(Uploads.of(Path.of("src/.."), "/x/", NONE).target()).endsWith("/" + here.getFileName());
    }

    @Test
    void theStateOfTheFleetIsLeftOutAndTold() throws IOException {
        var state = Files.createDirectories(folder.resolve("v1/sub/.volta"));
        Files.writeString(state.resolve("secret"), "content");
        var uploads = Uploads.of(folder.resolve("v1"), "/x", state);
        assertThat(uploads.files()).map(Upload::target).containsExactly("/x/sub/file");
        assertThat(uploads.state()).contains(state.toRealPath());
        assertThat(Uploads.of(state, "/x", state).files()).map(Upload::target).containsExactly("/x/secret");
    }

    @Test
    void linksInsideAreLeftOutAndTold() throws IOException {
        assertThat(Uploads.of(folder.resolve("v1"), "/x", NONE).skipped())
                .containsExactly(folder.toRealPath().resolve("v1/link"));
        assertThatThrownBy(() -> Uploads.of(folder.resolve("none"), "/x", NONE)).isInstanceOf(IOException.class);
    }

    @Test
    void whatComesOutOfAPipeIsSent() throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", "-m", "640", fifo.toString())
                        .start()
                        .waitFor())
                .isZero();
        var uploads = Uploads.of(fifo, "/x/", NONE);
        assertThat(uploads.pipe()).contains(fifo);
        var writer = Thread.ofVirtual().start(() -> {
            try {
                Files.writeString(fifo, "content");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Path kept;
        try (var content = PipeContent.read(fifo)) {
            kept = content.file();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
            var filled = uploads.withContent(content);
            assertThat(filled.files()).containsExactly(new Upload(kept, "/x/fifo", 0640));
            assertThat(filled.bytes()).isEqualTo("content".length());
        }
        writer.join();
        assertThat(kept).doesNotExist();
    }

    @Test
    void anInterruptEndsTheWaitForAPipeThatNobodyWritesTo() throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> PipeContent.read(fifo)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aDeviceIsNotSent() {
        assertThatThrownBy(() -> Uploads.of(Path.of("/dev/null"), "/x", NONE))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("/dev/null is a character device; what can be pushed are files");
    }

    @Test
    void aPathOnANodeHasAName() {
        assertThat(List.of("/a/b", "/a/b/", "/b//", "/a/../b"))
                .allSatisfy(path -> assertThat(Downloads.nameOf(path)).isEqualTo("b"));
        assertThat(List.of("/", "//", "/a/..", "/a/.", "/.."))
                .allSatisfy(path -> assertThat(Downloads.nameOf(path)).isEmpty());
    }
}
