package dev.volta.cli.common;

/** What a command that reports writes to stdout. The names are what the user types. */
public enum OutputFormat {
    text,
    json
}
