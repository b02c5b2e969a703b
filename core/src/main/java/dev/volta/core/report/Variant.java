package dev.volta.core.report;

/**
 * One of several things that a run compares, such as a command.
 *
 * @param name unique in the run
 * @param label what it runs, for people
 */
public record Variant(String name, String label) {
    public Variant {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a variant has a name");
        }
    }
}
