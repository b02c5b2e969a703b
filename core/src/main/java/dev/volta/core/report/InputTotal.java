package dev.volta.core.report;

/**
 * What came of one input.
 *
 * @param input as it was given
 * @param files below it that are in the manifest
 * @param bytes of these files
 * @param failures entries that could not be read
 * @param skipped entries that were passed over, such as links
 */
public record InputTotal(String input, long files, long bytes, long failures, long skipped) {}
