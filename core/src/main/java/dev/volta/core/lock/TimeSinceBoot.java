package dev.volta.core.lock;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time since this machine was booted, as {@code /proc/uptime} has it (CLOCK_BOOTTIME, proc(5)): the clock of {@link
 * System#nanoTime} stands still while a laptop sleeps. Where there is no such file, it is that clock all the same.
 *
 * <p>Times of two clocks cannot be compared, so one is chosen once. The file stays open, since a process may have no
 * descriptor left later. If it cannot be read after all, the time goes on from when it last was.
 */
final class TimeSinceBoot implements ElapsedTime {
    private static final int LONGEST_LINE = 64;

    private final @Nullable RandomAccessFile uptime;
    private Duration read; // guarded by this
    private long readAt; // guarded by this

    private TimeSinceBoot(@Nullable RandomAccessFile uptime, Duration read, long readAt) {
        this.uptime = uptime;
        this.read = read;
        this.readAt = readAt;
    }

    static TimeSinceBoot of(Path uptime) {
        var now = System.nanoTime();
        try {
            var file = new RandomAccessFile(uptime.toFile(), "r"); // open until the process ends
            return new TimeSinceBoot(file, read(file), now);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
            return new TimeSinceBoot(null, Duration.ofNanos(now), now);
        }
    }

    @Override
    public synchronized Duration now() {
        var now = System.nanoTime();
        if (uptime != null) {
            try {
                read = read(uptime);
                readAt = now;
            } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
                // the next time
            }
        }
        return read.plusNanos(now - readAt);
    }

    private static Duration read(RandomAccessFile uptime) throws IOException {
        var line = new byte[LONGEST_LINE];
        uptime.seek(0);
        var length = Math.max(0, uptime.read(line));
        var text = new String(line, 0, length, StandardCharsets.US_ASCII);
        return Duration.ofMillis((long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000));
    }
}
