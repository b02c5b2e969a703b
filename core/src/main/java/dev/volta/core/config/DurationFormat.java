package dev.volta.core.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Time spans as operators write them: a decimal number and one of the units ms, s, m (minutes), h. A number without a
 * unit is refused, and so are zero and anything above ten years, which only a slip of the finger would ask for.
 */
public final class DurationFormat {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([A-Za-z]*)");
    private static final Duration LONGEST = Duration.ofDays(3653);

    private DurationFormat() {}

    public static Duration parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw BadValueException.expected("'" + text + "' is not a time", "a time such as 30s or 5m");
        }
        var number = matcher.group(1);
        var nanosPerUnit = switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "" ->
                throw BadValueException.suggested(
                        "'" + text + "' has no unit", "write %ss or %sm".formatted(number, number));
            default ->
                throw BadValueException.expected(
                        "'%s' has an unknown unit '%s'".formatted(text, matcher.group(2)), "one of ms, s, m, h");
        };
        var nanos = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(nanosPerUnit))
                .setScale(0, RoundingMode.DOWN);
        if (nanos.signum() == 0 || nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw BadValueException.expected(
                    "'" + text + "' is out of range", "more than 0s and at most " + LONGEST.toHours() + "h");
        }
        return Duration.ofNanos(nanos.longValueExact());
    }

    /** For messages: {@code 90 s}, or {@code 1500 ms} where that is no whole number of seconds. */
    public static String inWords(Duration duration) {
        if (duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
            return duration.toSeconds() + " s";
        }
        var millis = BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros();
        return millis.toPlainString() + " ms";
    }

    /** In the largest unit that leaves a whole number, whole milliseconds at the finest; {@link #parse} reads it. */
    public static String format(Duration duration) {
        var millis = duration.toMillis();
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
