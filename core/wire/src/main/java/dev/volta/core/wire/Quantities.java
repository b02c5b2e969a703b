package dev.volta.core.wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers with their units as people read them: three significant digits, a decimal point, a space before the unit. */
public final class Quantities {
    private static final String[] TIME = {"ns", "µs", "ms", "s"};
    private static final String[] IEC = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private static final double GROUPED = 9_999.5;

    private Quantities() {}

    /** A duration, such as {@code 1.23 s}, {@code 456 ms}; above two minutes {@code 3 min 20 s}, {@code 2 h 05 min}. */
    public static String duration(double nanos) {
        var seconds = Math.round(nanos / 1e9);
        if (seconds >= 3600) {
            var minutes = Math.round(nanos / 60e9);
            return "%d h %02d min".formatted(minutes / 60, minutes % 60);
        }
        if (seconds >= 120) {
            return "%d min %02d s".formatted(seconds / 60, seconds % 60);
        }
        return scaled(nanos, 1000, TIME);
    }

    public static String duration(long nanos) {
        return duration((double) nanos);
    }

    public static String duration(Duration duration) {
        return duration((double) duration.toNanos());
    }

    /** An amount of data in IEC units, such as {@code 1.50 GiB}; below 1 KiB exact. */
    public static String bytes(double bytes) {
        return Math.abs(bytes) < 1024 && bytes == Math.rint(bytes)
                ? "%d B".formatted((long) bytes)
                : scaled(bytes, 1024, IEC);
    }

    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** Data per time, such as {@code 1.21 GiB/s}. */
    public static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /** Time per byte, such as {@code 0.512 ns/B}; of few bytes it is {@code 155 ms/B}. */
    public static String nanosPerByte(double nanos) {
        return scaled(nanos, 1000, TIME) + "/B";
    }

    /** A share of one, such as {@code 97.2 %}. */
    public static String percent(double share) {
        return significant(share * 100) + " %";
    }

    /** A count with thin groups, such as {@code 120 000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /** A count with what is counted: {@code 1 file}, {@code 120 000 files}. */
    public static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    /** The same of a noun with a plural of its own: {@code 2 entries}. */
    public static String count(long number, String one, String several) {
        return count(number) + " " + (number == 1 ? one : several);
    }

    private static String scaled(double value, int base, String[] units) {
        var unit = 0;
        var rest = value;
        // A value that rounds up to the base belongs to the next unit: 999.9 ms is 1.00 s.
        while (unit < units.length - 1 && Math.abs(new BigDecimal(plain(rest)).doubleValue()) >= base) {
            rest /= base;
            unit++;
        }
        return significant(rest) + " " + units[unit];
    }

    /** Three significant digits, written without an exponent; all of a whole number, in groups if it has five or more. */
    static String significant(double value) {
        return Math.abs(value) >= GROUPED ? count(Math.round(value)) : plain(value);
    }

    private static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) >= 999.5) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        var rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
        var wholeDigits = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, 3 - wholeDigits), RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
