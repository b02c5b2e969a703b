package dev.volta.core.workload;

/**
 * A trial that is to be made.
 *
 * @param id unique among the trials of all runs
 * @param number from 1; counts warm-up trials too
 * @param variant which of the workload's variants it is, by name; empty if there are none
 */
public record TrialSpec(String id, int number, String variant) {}
