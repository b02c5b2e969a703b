package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheWholeContentAndLeavesNothingBeside() throws IOException {
        var file = folder.resolve("state");
        AtomicFile.write(file, bytes("a long first content"));
        AtomicFile.write(file, bytes("second"));
        assertThat(file).hasContent("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder)
                .isDirectoryContaining(file::equals)
                .satisfies(all -> assertThat(all.toFile().list()).containsExactly("state"));
    }

    /** A limit on the size of files stands for a full disk: in both cases write(2) fails, which knows no name. */
    @Test
    void namesTheFileThatCannotBeWritten() throws Exception {
        var file = folder.resolve("state");
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 1; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriteProgram.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(file + " File too large\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void givesTheModeThatWasAskedForWhateverTheUmask() throws IOException {
        var file = folder.resolve("state");
        AtomicFile.write(file, bytes("x"), AtomicFile.PUBLIC);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void publishesWhatWasWrittenBesideAlsoWhenInterrupted() throws Exception {
        var file = Files.writeString(folder.resolve("manifest"), "old");
        var fresh = Files.writeString(folder.resolve(".manifest.part"), "new");
        Thread.currentThread().interrupt();
        AtomicFile.publish(fresh, file);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("new");
        assertThat(fresh).doesNotExist();
        Files.writeString(fresh, "newer");
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> AtomicFile.publish(fresh, file)).hasMessageContaining("is a FIFO");
    }

    @Test
    void writesWhenItsThreadIsInterruptedAndKeepsTheFlag() throws IOException {
        var file = folder.resolve("state");
        Thread.currentThread().interrupt();
        AtomicFile.write(file, bytes("x"));
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThat(AtomicFile.create(folder.resolve("other"), bytes("y"))).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("x");
        assertThat(folder.resolve("other")).hasContent("y");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("state", "other");
    }

    @Test
    void leavesWhatIsNoRegularFile() throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        var link = Files.createSymbolicLink(folder.resolve("link"), fifo);
        for (var file : List.of(fifo, link)) {
            assertThatThrownBy(() -> AtomicFile.write(file, bytes("x")))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + " is a FIFO, and is not replaced by a file");
        }
        assertThat(FileKind.of(fifo)).isEqualTo(FileKind.FIFO);
        assertThat(link).isSymbolicLink();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("fifo", "link");
    }

    @Test
    void replacesALinkAndNotWhatItPointsTo() throws IOException {
        var target = Files.writeString(folder.resolve("theirs"), "theirs");
        var link = Files.createSymbolicLink(folder.resolve("state"), target);
        AtomicFile.write(link, bytes("ours"));
        assertThat(target).hasContent("theirs");
        assertThat(link).isRegularFile().hasContent("ours");
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void leavesTheOldContentAndNothingBesideWhenItCannotReplace() throws IOException {
        var file = Files.createDirectory(folder.resolve("state"));
        Files.writeString(file.resolve("inside"), "kept");
        assertThatThrownBy(() -> AtomicFile.write(file, bytes("x"))).isInstanceOf(IOException.class);
        assertThat(file.resolve("inside")).hasContent("kept");
        assertThat(folder.toFile().list()).containsExactly("state");
    }

    @Test
    void makesAFileOnceWhoeverElseDoes() throws Exception {
        var file = folder.resolve("key");
        var made = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 20; i++) {
                var content = bytes("x".repeat(1000 + i));
                made.add(threads.submit(() -> AtomicFile.create(file, content)));
            }
        }
        var winners = new ArrayList<Integer>();
        for (var i = 0; i < made.size(); i++) {
            if (made.get(i).get()) {
                winners.add(i);
            }
        }
        assertThat(winners).hasSize(1);
        assertThat(file).hasSize(1000 + winners.getFirst());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.toFile().list()).containsExactly("key");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
