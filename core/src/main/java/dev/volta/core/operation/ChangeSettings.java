package dev.volta.core.operation;

import java.time.Duration;

/**
 * How whatever changes a fleet goes about it.
 *
 * @param dryRun tells what would be done, and does nothing
 * @param waitLock how long to wait for somebody else who has the fleet's lock
 * @param quiet tells failures only
 */
public record ChangeSettings(boolean dryRun, Duration waitLock, boolean quiet) {}
