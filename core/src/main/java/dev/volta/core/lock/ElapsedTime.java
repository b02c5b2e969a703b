package dev.volta.core.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The time since some moment. It is set by nobody, and goes on while the machine sleeps. */
@FunctionalInterface
interface ElapsedTime {
    /**
     * The time since this machine was booted, as {@code /proc/uptime} has it (CLOCK_BOOTTIME, proc(5)): the clock of
     * {@link System#nanoTime} stands still while a laptop sleeps. Without such a file it is that clock all the same.
     */
    ElapsedTime SINCE_BOOT = () -> {
        try {
            var text = Files.readString(Path.of("/proc/uptime"));
            return Duration.ofMillis((long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
            return Duration.ofNanos(System.nanoTime());
        }
    };

    Duration now();
}
