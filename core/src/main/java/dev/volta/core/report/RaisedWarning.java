package dev.volta.core.report;

/**
 * A warning as it came up in a run.
 *
 * @param warning its name
 * @param detail what was seen, with its numbers
 * @param advice what to do about it
 */
public record RaisedWarning(String warning, String detail, String advice) {
    public RaisedWarning(Warning warning, String detail, String advice) {
        this(warning.name(), detail, advice);
    }

    /** With the advice that the warning has in general. */
    public RaisedWarning(Warning warning, String detail) {
        this(warning, detail, warning.advice());
    }
}
