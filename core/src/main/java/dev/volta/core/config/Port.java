package dev.volta.core.config;

/** A TCP port, 1 to 65535. */
public record Port(int number) implements Comparable<Port> {
    public static final Port SSH = new Port(22);

    public Port {
        if (!isValid(number)) {
            throw BadValueException.expected("'" + number + "' is not a port", "1 to 65535");
        }
    }

    public static boolean isValid(int number) {
        return number >= 1 && number <= 65535;
    }

    public static Port parse(String text) {
        if (!text.matches("[0-9]+")) {
            throw BadValueException.expected("'" + text + "' is not a number", "a port from 1 to 65535");
        }
        if (text.length() > 5) {
            throw BadValueException.expected("'" + text + "' is not a port", "1 to 65535");
        }
        return new Port(Integer.parseInt(text));
    }

    /** The same as a record's own, which the JVM would have to put together at each start. */
    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public int compareTo(Port other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
