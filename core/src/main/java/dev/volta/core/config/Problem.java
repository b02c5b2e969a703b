package dev.volta.core.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param keyPath such as {@code services.worker.limits.memory} or {@code nodes[2].port}; empty where there is no key
 * @param found what is there, as the start of a sentence: {@code '5' has no unit}
 * @param expected what would be right, as a noun: {@code a size such as 5GiB}; empty if nothing would be
 * @param suggestion what to do: {@code write 5GiB or 5MiB}; empty if {@code expected} says it all
 */
public record Problem(Origin origin, String keyPath, String found, String expected, String suggestion) {
    public static Problem expected(Origin origin, String keyPath, String found, String expected) {
        return new Problem(origin, keyPath, found, expected, "");
    }

    public static Problem suggested(Origin origin, String keyPath, String found, String suggestion) {
        return new Problem(origin, keyPath, found, "", suggestion);
    }

    /** {@code volta.yaml:12:5: services.worker.limits.memory: '5' has no unit; write 5GiB or 5MiB}. */
    @Override
    public String toString() {
        var line = new StringBuilder().append(origin).append(": ");
        if (!keyPath.isEmpty()) {
            line.append(keyPath).append(": ");
        }
        line.append(found);
        if (!suggestion.isEmpty()) {
            line.append("; ").append(suggestion);
        } else if (!expected.isEmpty()) {
            line.append("; expected ").append(expected);
        }
        return line.toString();
    }
}
