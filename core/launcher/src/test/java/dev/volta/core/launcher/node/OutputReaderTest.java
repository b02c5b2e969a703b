package dev.volta.core.launcher.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputReaderTest {
    @TempDir
    private Path folder;

    /** A file in place of a pipe: there is always something to read, as of a process that writes faster than is read. */
    private CapturedOutput captured(int written, boolean over) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("written"), new byte[written]);
        try (var calls = new SystemCalls()) {
            var input =
                    calls.open(SystemCalls.CURRENT_FOLDER, file.toString().getBytes(ISO_8859_1), SystemCalls.O_RDONLY);
            var event = calls.event();
            if (over) {
                calls.raise(event);
            }
            var reader = new OutputReader("test reader", input, event, 10);
            reader.start();
            var captured = reader.await();
            reader.join(); // it has the event no more
            calls.close(event);
            return captured;
        }
    }

    @Test
    void readsNoMoreThanWasInThePipeWhenTheCommandWasOver() throws IOException, InterruptedException {
        assertThat(captured(5 * SystemCalls.PIPE_BYTES, true).size()).isEqualTo(SystemCalls.PIPE_BYTES);
        assertThat(captured(SystemCalls.PIPE_BYTES - 1, true).size()).isEqualTo(SystemCalls.PIPE_BYTES - 1);
        assertThat(captured(5 * SystemCalls.PIPE_BYTES, false).size()).isEqualTo(5 * SystemCalls.PIPE_BYTES);
    }
}
