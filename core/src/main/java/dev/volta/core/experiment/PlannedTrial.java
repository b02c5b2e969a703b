package dev.volta.core.experiment;

import dev.volta.core.report.Trial;

/**
 * A trial in the order of a run.
 *
 * @param index from 1, over all trials of the run
 * @param variant which variant of the work it is; empty if there are none
 * @param block the repetition that it belongs to, from 1; each block has one trial of each variant
 */
public record PlannedTrial(int index, Trial.Phase phase, String variant, int block) {}
