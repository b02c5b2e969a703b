package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OrderedHashingTest {
    private static final int BIG = 8 << 20;

    @TempDir
    Path folder;

    private record Result(RawPath path, FileOutcome outcome) {
        String tell() {
            return switch (outcome) {
                case FileOutcome.Hashed(var digest, var size) -> path + " " + size + " " + digest.length;
                case FileOutcome.Failed(var reason, var _) -> path + " " + reason;
            };
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void deliversInTheOrderOfTheInputWhateverFails(int threads) throws IOException {
        var big = folder.resolve("big");
        Files.write(big, new byte[BIG]);
        var small = folder.resolve("small");
        Files.write(small, new byte[3]);
        var expected = new ArrayList<String>();
        var results = new ArrayList<Result>();
        try (var hashing = new OrderedHashing(
                Algorithm.XXH3,
                Accepted.REGULAR_FILES,
                threads,
                (path, outcome) -> results.add(new Result(path, outcome)))) {
            for (var i = 0; i < 3000; i++) {
                var isBig = i % 500 == 1;
                var isMissing = i % 7 == 0 && !isBig;
                var file = isBig ? big : isMissing ? folder.resolve("missing" + i) : small;
                hashing.add(RawPath.parse(file.toString()), isBig ? BIG : 3);
                expected.add(file + (isMissing ? " MISSING" : isBig ? " " + BIG + " 8" : " 3 8"));
            }
            hashing.finish();
            assertThat(results.stream().map(Result::tell)).containsExactlyElementsOf(expected);
            hashing.add(RawPath.parse(small.toString()), 3);
            hashing.finish();
        }
        assertThat(results).hasSize(expected.size() + 1);
    }

    @Test
    void keepsABoundedNumberOfFilesUnderWay() throws IOException {
        var file = RawPath.parse(Files.write(folder.resolve("f"), new byte[1]).toString());
        var delivered = new ArrayList<RawPath>();
        var files = 100_000;
        var mostOut = 0;
        try (var hashing = new OrderedHashing(
                Algorithm.CRC32C, Accepted.REGULAR_FILES, 2, (path, outcome) -> delivered.add(path))) {
            for (var i = 1; i <= files; i++) {
                hashing.add(file, 1);
                mostOut = Math.max(mostOut, i - delivered.size());
            }
            hashing.finish();
        }
        assertThat(delivered).hasSize(files);
        assertThat(mostOut).isLessThanOrEqualTo((2 * 32 + 1) * OrderedHashing.BATCH_FILES);
    }

    @Test
    void startsNoThreadForAFewSmallFiles() {
        var names = new ArrayList<String>();
        try (var hashing = new OrderedHashing(
                Algorithm.MD5,
                Accepted.REGULAR_FILES,
                4,
                (path, outcome) -> names.add(Thread.currentThread().getName()))) {
            hashing.add(RawPath.parse("/proc/version"), 0);
            assertThat(names).isEmpty();
            hashing.finish();
            assertThat(threadsNamed("hash-")).isEmpty();
        }
        assertThat(names).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void isCancelledByAnInterrupt() {
        try (var hashing = new OrderedHashing(Algorithm.MD5, Accepted.REGULAR_FILES, 2, (path, outcome) -> {})) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> {
                        for (var i = 0; i < 1_000_000; i++) {
                            hashing.add(RawPath.parse("/proc/version"), OrderedHashing.BATCH_BYTES);
                        }
                    })
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static List<String> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
