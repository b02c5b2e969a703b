package dev.volta.core.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An amount of memory or data. As text it is a decimal number and a unit: the binary KiB, MiB, GiB, TiB (powers of
 * 1024), the decimal kB, MB, GB, TB (powers of 1000) or B. A number without a unit is refused: nobody can tell whether
 * {@code 5} means bytes or gigabytes. A fraction of a byte is cut off.
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Map<String, Long> UNITS = units();
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([A-Za-z]*)");

    public ByteSize {
        if (bytes < 1) {
            throw BadValueException.expected("'" + bytes + "' bytes is not a size", "at least 1B");
        }
    }

    public static ByteSize parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw BadValueException.expected("'" + text + "' is not a size", "a size such as 5GiB or 512MiB");
        }
        var number = matcher.group(1);
        if (matcher.group(2).isEmpty()) {
            throw BadValueException.suggested(
                    "'" + text + "' has no unit", "write %sGiB or %sMiB".formatted(number, number));
        }
        var factor = UNITS.get(matcher.group(2));
        if (factor == null) {
            throw BadValueException.expected(
                    "'%s' has an unknown unit '%s'".formatted(text, matcher.group(2)),
                    "one of " + String.join(", ", UNITS.keySet()));
        }
        var bytes = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(factor))
                .setScale(0, RoundingMode.DOWN)
                .toBigInteger();
        if (bytes.signum() < 1 || bytes.compareTo(BigInteger.valueOf(Long.MAX_VALUE)) > 0) {
            throw BadValueException.expected("'" + text + "' is out of range", "1B to 8388607TiB");
        }
        return new ByteSize(bytes.longValueExact());
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest binary unit that leaves a whole number; {@link #parse} reads it back. */
    @Override
    public String toString() {
        for (var unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long factor = UNITS.getOrDefault(unit, 1L);
            if (bytes % factor == 0) {
                return bytes / factor + unit;
            }
        }
        return bytes + "B";
    }

    private static Map<String, Long> units() {
        var units = new LinkedHashMap<String, Long>();
        units.put("B", 1L);
        units.put("KiB", 1L << 10);
        units.put("MiB", 1L << 20);
        units.put("GiB", 1L << 30);
        units.put("TiB", 1L << 40);
        units.put("kB", 1_000L);
        units.put("MB", 1_000_000L);
        units.put("GB", 1_000_000_000L);
        units.put("TB", 1_000_000_000_000L);
        return units;
    }
}
