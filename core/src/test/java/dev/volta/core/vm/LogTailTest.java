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
    private Path folder;

    private String tail(String text) throws Exception {
        return LogTail.of(Files.writeString(folder.resolve("log"), text), "console");
    }

    @Test
    void hasTheLastLinesWithoutWhatATerminalWouldObey() throws Exception {
        var lines = IntStream.rangeClosed(1, 2000)
                .mapToObj(i -> "\u001b[1mline " + i)
                .collect(Collectors.joining("\n\n"));
        assertThat(tail(lines))
                .startsWith("\n  console (" + folder + "/log):\n    line 1993\n")
                .endsWith("\n    line 2000");
    }

    @Test
    void leavesNothingThatATerminalWouldObeyOrThatTurnsTextAround() throws Exception {
        assertThat(tail("\u001b[1;31mred\u001b[0m \u009b5mblink\u0085\u0007\u202eabc\u2069\r\n"))
                .endsWith("log):\n    red blink\\u{202e}abc\\u{2069}");
        Files.write(folder.resolve("log"), new byte[] {'a', (byte) 0x9b, 'm', '\n'});
        assertThat(LogTail.of(folder.resolve("log"), "console")).endsWith("\n    a\\x9bm");
    }

    @Test
    void beginsWithAKernelsPanic() throws Exception {
        var stack = IntStream.rangeClosed(1, 20).mapToObj(i -> "\nframe " + i).collect(Collectors.joining());
        assertThat(tail("early\n[ 0.8] Kernel panic - not syncing: VFS" + stack))
                .contains("log):\n    [ 0.8] Kernel panic - not syncing: VFS\n    frame 1\n")
                .endsWith("frame 7");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(LogTail.of(folder.resolve("none"), "QEMU")).isEqualTo("\n  QEMU: nothing (" + folder + "/none)");
    }
}
