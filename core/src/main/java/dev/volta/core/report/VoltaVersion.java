package dev.volta.core.report;

import dev.volta.core.facts.Fact;

/**
 * The program that made a record.
 *
 * @param gitRevision of the sources it was built from
 */
public record VoltaVersion(String version, Fact<String> gitRevision) {}
