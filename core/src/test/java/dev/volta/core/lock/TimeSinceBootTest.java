package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeSinceBootTest {
    /** Further from the other clock than any machine that tests run on has slept or been up. */
    private static final Duration BOOTED = Duration.ofDays(100_000);

    @TempDir
    Path folder;

    @Test
    void isWhatTheFileSays() throws IOException {
        var file = Files.writeString(folder.resolve("uptime"), "350735.47 234388.90\n");
        var time = TimeSinceBoot.of(file);
        assertThat(time.now()).isEqualTo(Duration.ofMillis(350_735_470));
        Files.writeString(file, "360735.48 234388.91\n");
        assertThat(time.now()).isEqualTo(Duration.ofMillis(360_735_480));
    }

    @Test
    void goesOnWhereItWasWhenTheFileCannotBeRead() throws IOException {
        var file = Files.writeString(folder.resolve("uptime"), BOOTED.toSeconds() + ".00 1.00\n");
        var time = TimeSinceBoot.of(file);
        Files.writeString(file, "");
        assertThat(time.now()).isBetween(BOOTED, BOOTED.plusHours(1));
        Files.writeString(file, BOOTED.plusDays(1).toSeconds() + ".00 1.00\n");
        assertThat(time.now()).isEqualTo(BOOTED.plusDays(1));
    }

    @Test
    void isTheOtherClockFromTheBeginningWhereThereIsNoFile() throws IOException {
        var file = folder.resolve("uptime");
        var before = Duration.ofNanos(System.nanoTime());
        var time = TimeSinceBoot.of(file);
        Files.writeString(file, BOOTED.toSeconds() + ".00 1.00\n");
        assertThat(time.now()).isBetween(before, before.plusHours(1));
    }
}
