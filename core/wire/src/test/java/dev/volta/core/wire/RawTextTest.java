package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawTextTest {
    private static final byte[] CAFE = {'c', 'a', 'f', (byte) 0xe9};

    @TempDir
    Path folder;

    @Test
    void anyBytesComeBack() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(RawText.encode(RawText.decode(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
        for (var text : new String[] {"", "plain", "größe 😀 \u0000", "\uFFFD"}) {
            assertThat(RawText.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            assertThat(RawText.isUtf8(text)).isTrue();
        }
        assertThat(RawText.isUtf8(RawText.decode(CAFE))).isFalse();
        assertThat(RawText.encode("\ud83dx")).isEqualTo("?x".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void escapesWhatATerminalWouldNotShow() {
        assertThat(RawText.printable(RawText.decode(CAFE) + "\u001b[31m\u007f\u202e ü\n\t😀"))
                .isEqualTo("caf\\xe9\\x1b[31m\\x7f\\u{202e} ü\n\t😀");
        assertThat(RawText.printableLine("a\tb\r\nc\u2028d")).isEqualTo("a b\\x0d c\\u{2028}d");
    }

    @Test
    void namesAreFilesAndFilesAreNames() throws IOException {
        for (var name : new String[] {"plain", "a b%41", "größe", "\uFFFD", RawText.decode(CAFE), "x\n", "100%"}) {
            var parent = Files.createDirectory(RawText.path(folder + "/" + name));
            var file = RawText.path(folder + "/" + name + "/" + name);
            Files.writeString(file, name.length() + "");
            assertThat(RawText.of(file)).isEqualTo(folder + "/" + name + "/" + name);
            assertThat(RawText.of(parent)).isEqualTo(folder + "/" + name);
            assertThat(RawText.of(parent.getFileName())).isEqualTo(name);
            assertThat(RawText.of(folder.relativize(file))).isEqualTo(name + "/" + name);
            assertThat(file).hasContent(name.length() + "");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(7);
        }
    }

    @Test
    void theKernelSeesTheBytes() throws Exception {
        Files.createFile(RawText.path(folder + "/" + RawText.decode(CAFE)));
        var listed = new ProcessBuilder("ls", "-N", folder.toString()).start().getInputStream();
        assertThat(listed.readAllBytes()).isEqualTo(new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
    }

    @Test
    void relativeNamesAreRelativeToTheCurrentFolder() {
        assertThat(RawText.path("x")).isEqualTo(Path.of("x"));
        var odd = RawText.path(RawText.decode(CAFE));
        assertThat(odd.toAbsolutePath().getParent()).isEqualTo(Path.of("").toAbsolutePath());
        var raw = RawText.decode(CAFE);
        assertThat(Stream.of("/", ".", "..", "/a/../b", raw, "a/" + raw, "../" + raw, "./" + raw + "/x", "/" + raw))
                .allSatisfy(name -> assertThat(RawText.of(RawText.path(name))).isEqualTo(name));
    }
}
