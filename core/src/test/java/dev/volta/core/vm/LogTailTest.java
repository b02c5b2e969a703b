package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    @Test
    void showsTheLastLinesWithoutColours() throws Exception {
        var log = folder.resolve("serial.log");
        Files.writeString(
                log,
                IntStream.rangeClosed(1, 2000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"))
                        + "\n\u001b[31mpanic\u001b[0m\r\n\n");
        assertThat(LogTail.of(log, "console"))
                .startsWith("\n  console (" + log + "):\n    line 1994\n")
                .endsWith("\n    line 2000\n    panic");
    }

    @Test
    void saysThatThereIsNothing() {
        var log = folder.resolve("none");
        assertThat(LogTail.of(log, "console")).isEqualTo("\n  console: nothing (" + log + ")");
    }
}
