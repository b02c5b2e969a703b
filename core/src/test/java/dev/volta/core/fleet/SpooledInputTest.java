package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpooledInputTest {
    @Test
    void everyReaderGetsAllBytesWhileTheyStillCome() throws Exception {
        var seed = System.nanoTime();
        var bytes = new byte[3_000_001];
        new Random(seed).nextBytes(bytes);
        var source = new PipedInputStream(1 << 10);
        var from = new PipedOutputStream(source);
        try (var input = SpooledInput.of(source);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var early = IntStream.range(0, 4)
                    .mapToObj(_ -> threads.submit(() -> input.open().readAllBytes()))
                    .toList();
            from.write(bytes);
            from.close();
            for (var read : early) {
                assertThat(read.get()).as("seed %d", seed).isEqualTo(bytes);
            }
            assertThat(input.open().readAllBytes()).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void handsOnWhatHasComeBeforeTheEnd() throws Exception {
        try (var source = new PipedInputStream();
                var from = new PipedOutputStream(source);
                var input = SpooledInput.of(source);
                var reader = input.open()) {
            from.write("first".getBytes(StandardCharsets.UTF_8));
            from.flush();
            assertThat(new String(reader.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("first");
        }
    }

    @Test
    void aSourceThatBreaksIsNoEnd() throws IOException {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the pipe broke");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        var source = new SequenceInputStream(new ByteArrayInputStream(new byte[] {1, 2}), broken);
        try (var input = SpooledInput.of(source);
                var reader = input.open()) {
            assertThat(reader.readNBytes(2)).containsExactly(1, 2);
            assertThatThrownBy(reader::read).isInstanceOf(IOException.class).hasMessage("the pipe broke");
        }
    }

    @Test
    void itsFileHasNoName() throws IOException {
        try (var input = SpooledInput.of(new ByteArrayInputStream(new byte[100]));
                var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(input.open().readAllBytes()).hasSize(100);
            assertThat(descriptors.map(SpooledInputTest::target))
                    .anyMatch(name -> name.contains("/volta-input-") && name.endsWith(" (deleted)"));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return ""; // the descriptor of the listing itself, for one
        }
    }
}
