package dev.volta.core.transfer;

import dev.volta.core.config.DurationFormat;
import java.io.IOException;
import java.time.Duration;

/**
 * How long a file may take to come to its end whose size the system does not tell. What the kernel makes may wait for
 * something to happen, or never end, such as {@code /proc/kmsg}: a file that sends hardly anything for a while is given up.
 */
public final class EndDeadline {
    public static final Duration USUAL = Duration.ofSeconds(60);

    /** What has to come in that time, in bytes. */
    private static final long LITTLE = 16 << 10;

    private final Duration silence;
    private long since = System.nanoTime();
    private long counted;
    private long came;

    public EndDeadline(Duration silence) {
        this.silence = silence;
    }

    /** Counts what came: {@code bytes} in all. */
    public void came(long bytes) {
        came = bytes;
        if (bytes - counted >= LITTLE) {
            counted = bytes;
            since = System.nanoTime();
        }
    }

    /** How long it may still be waited for more; not negative. */
    public Duration left() {
        var left = silence.minusNanos(System.nanoTime() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean isOver() {
        return left().isZero();
    }

    public IOException failure() {
        return new IOException("it does not come to an end: " + came + " bytes came, and hardly any in the last "
                + DurationFormat.inWords(silence)
                + "; the system tells no size of it, as of files in /proc, so write what"
                + " you need of it to a file on the node, and pull that");
    }
}
