package dev.volta.core.report;

import dev.volta.core.config.NodeName;

/**
 * What one part of the fleet, such as a worker, did in one trial.
 *
 * @param name unique in the run
 * @param node where it ran
 */
public record Share(String name, NodeName node, MeasuredValues values) {}
