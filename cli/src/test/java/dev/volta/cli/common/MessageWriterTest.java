package dev.volta.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    @Test
    void noMessageHoldsWhatATerminalWouldObey() {
        var bytes = new ByteArrayOutputStream();
        var err =
                new StandardStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), bytes).errWriter();
        err.println("volta: n1: \u001b]0;title\u0007 \u009b31m \u202eevil\u2066 größe\tx\nnext");
        err.print("\r\u001b[K");
        err.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "volta: n1: \\x1b]0;title\\x07 \\u{9b}31m \\u{202e}evil\\u{2066} größe\tx\nnext\n\r\u001b[K");
    }

    @Test
    void aValueOfAnyLengthIsCutAndAPathIsNot() {
        var path = "/" + "d/".repeat(2047);
        assertThat(printed(
                        "volta: config:1: 'proxyjump' takes one value, not '" + "x".repeat(3_000_000) + "'; name one"))
                .startsWith("volta: config:1: 'proxyjump' takes one value, not 'xxx")
                .contains("characters more")
                .endsWith("x'; name one\n")
                .hasSizeLessThan(1000);
        assertThat(printed("volta: n1: found '" + "y y ".repeat(500_000) + "'; write z"))
                .startsWith("volta: n1: found 'y y y")
                .endsWith("y '; write z\n")
                .hasSizeLessThan(70_000);
        assertThat(printed("volta: cannot read " + path)).isEqualTo("volta: cannot read " + path + "\n");
    }

    private static String printed(String message) {
        var bytes = new ByteArrayOutputStream();
        var err =
                new StandardStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), bytes).errWriter();
        err.println(message);
        err.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noTableHoldsWhatATerminalWouldObey() {
        assertThat(Columns.of(List.of(List.of("A", "B"), List.of("\u009bx", "1\n2\u202e"))))
                .isEqualTo("A        B\n\\u{9b}x  1 2\\u{202e}\n");
    }
}
