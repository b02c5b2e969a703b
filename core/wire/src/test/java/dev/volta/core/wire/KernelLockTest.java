package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLockTest {
    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    @Test
    void oneHasItUntilItIsReleased() throws IOException {
        var file = folder.resolve("lock");
        try (var _ = KernelLock.tryTake(file).orElseThrow()) {
            assertThat(KernelLock.tryTake(file)).isEmpty();
            assertThat(KernelLock.isHeld(file)).isTrue();
        }
        assertThat(KernelLock.isHeld(file)).isFalse();
        try (var _ = KernelLock.tryTake(file).orElseThrow()) {
            assertThat(KernelLock.isHeld(file)).isTrue();
        }
    }

    @Test
    void waitsForWhoeverHasItAndSaysWhatIsUndone() throws Exception {
        var file = folder.resolve("lock");
        var asked = new AtomicInteger();
        var held = KernelLock.tryTake(file).orElseThrow();
        assertThatThrownBy(() -> KernelLock.take(file, Duration.ZERO, "nothing is written"))
                .isInstanceOf(IOException.class)
                .hasMessage("another process has had the lock " + file
                        + " for 0 s, so that nothing is written; end that process, or try again later");
        KernelLock.Patience patience = _ -> {
            if (asked.incrementAndGet() == 3) {
                release(held);
            }
            return true;
        };
        try (var _ = KernelLock.tryTake(file, patience).orElseThrow()) {
            assertThat(asked).hasValue(3);
            held.close(); // once more, which is no longer its lock
            assertThat(KernelLock.isHeld(file)).isTrue();
        }
    }

    private static void release(KernelLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatIsNotThereIsNobodys() throws IOException {
        assertThat(KernelLock.isHeld(folder.resolve("none"))).isFalse();
    }

    @Test
    void askingDoesNotLoseTheLockToAnotherProcess() throws Exception {
        var file = folder.resolve("lock");
        try (var _ = KernelLock.tryTake(file).orElseThrow()) {
            assertThat(KernelLock.isHeld(file)).isTrue();
            assertThat(askedElsewhere(file)).isEqualTo("held");
        }
        assertThat(askedElsewhere(file)).isEqualTo("free");
    }

    @Test
    void theDeathOfAProcessReleasesIt() throws Exception {
        var file = folder.resolve("lock");
        var holder = java(file, "hold");
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held by me");
            assertThat(KernelLock.isHeld(file)).isTrue();
            assertThat(KernelLock.tryTake(file)).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
        assertThat(KernelLock.isHeld(file)).isFalse();
    }

    @Test
    void askingTakesItFromNobodyAndIsNotTakenForIt() throws Exception {
        var file = Files.createFile(folder.resolve("lock"));
        var asker = java(file, "keep-asking");
        try {
            assertThat(asker.inputReader().readLine()).isEqualTo("asks");
            for (var i = 0; i < ROUNDS; i++) {
                assertThat(KernelLock.isHeld(file)).as("round %d", i).isFalse();
                KernelLock.tryTake(file).orElseThrow().close();
            }
        } finally {
            asker.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void oneThatIsMadeIsNeverSeenWithoutItsLock() throws Exception {
        var asker = java(folder, "ask-as-they-appear");
        var made = new ArrayList<KernelLock>();
        try {
            var answers = asker.inputReader();
            assertThat(answers.readLine()).isEqualTo("asks");
            for (var i = 0; i < ROUNDS; i++) {
                made.add(KernelLock.make(folder.resolve("" + i)));
                assertThat(answers.readLine()).as("round %d", i).isEqualTo("held");
            }
            assertThat(folder.toFile().list()).hasSize(ROUNDS);
        } finally {
            asker.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
            for (var lock : made) {
                lock.close();
            }
        }
    }

    @Test
    void respectsAWholeFileThatAnEarlierVersionHasLocked() throws Exception {
        var file = folder.resolve("lock");
        var holder = java(file, "hold-all");
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held by me");
            assertThat(KernelLock.tryTake(file)).isEmpty();
            assertThat(KernelLock.isHeld(file)).isTrue();
        } finally {
            holder.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
        assertThat(KernelLock.isHeld(file)).isFalse();
    }

    @Test
    void refusesALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("lock"), Files.createFile(folder.resolve("theirs")));
        assertThatThrownBy(() -> KernelLock.tryTake(link)).isInstanceOf(IOException.class);
    }

    private static String askedElsewhere(Path file) throws Exception {
        var asker = java(file, "ask");
        return String.valueOf(asker.inputReader().readLine());
    }

    private static Process java(Path file, String action) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProgram.class.getName(),
                        file.toString(),
                        action)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
