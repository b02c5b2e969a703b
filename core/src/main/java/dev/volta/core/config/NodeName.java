package dev.volta.core.config;

import java.util.regex.Pattern;

/** The name by which the configuration, the reports and the audit log know a node. */
public record NodeName(String value) implements Comparable<NodeName> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

    public NodeName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a node name: use letters, digits, '.', '_' and '-', starting and ending with a"
                    + " letter or digit");
        }
    }

    public static boolean isValid(String value) {
        return ALLOWED.matcher(value).matches();
    }

    /** The same as a record's own, which the JVM would have to put together at each start. */
    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
