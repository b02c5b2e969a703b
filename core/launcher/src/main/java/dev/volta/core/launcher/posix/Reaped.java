package dev.volta.core.launcher.posix;

import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.ResourceUsage;

/**
 * A child that has ended, with what it used, and what those used for which it has waited.
 *
 * @param peakBytes resident memory of the largest of these; at least that of the launcher itself, because the kernel hands
 *     the peak of a process that calls posix_spawn(3) on to its child
 */
public record Reaped(Outcome outcome, ResourceUsage usage, long peakBytes) {}
