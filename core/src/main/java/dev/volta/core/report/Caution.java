package dev.volta.core.report;

/**
 * A warning as it came up in a run.
 *
 * @param detail what was seen, with its numbers
 */
public record Caution(Warning warning, String detail) {}
