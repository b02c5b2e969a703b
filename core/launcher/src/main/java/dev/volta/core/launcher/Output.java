package dev.volta.core.launcher;

/** What becomes of the output of a command. */
public enum Output {
    /** Its beginning, size and digest are told. */
    KEEP,
    /** It goes to {@code /dev/null}. */
    DISCARD
}
