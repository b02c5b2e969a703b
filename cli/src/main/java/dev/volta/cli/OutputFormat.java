package dev.volta.cli;

/** What a command that reports writes to stdout. The names are what the user types. */
public enum OutputFormat {
    text,
    json
}
