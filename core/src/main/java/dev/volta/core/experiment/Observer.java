package dev.volta.core.experiment;

import dev.volta.core.report.Trial;
import dev.volta.core.workload.Progress;

/** Told what an experiment is doing, as it happens. */
public interface Observer {
    /** A part of the experiment that takes a noticeable time begins; {@code what} is a few words. */
    void phase(String what);

    /** A trial of {@code count} begins, which counts warm-up trials too. */
    void trialStarts(PlannedTrial trial, int count);

    void progress(Progress progress);

    /**
     * A trial has ended.
     *
     * @param brief its time and rate in a few words
     */
    void trialEnds(Trial trial, String brief);
}
