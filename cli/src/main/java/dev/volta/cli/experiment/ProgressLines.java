package dev.volta.cli.experiment;

import dev.volta.cli.common.ProgressLine;
import dev.volta.core.experiment.PlannedTrial;
import dev.volta.core.operation.experiment.ProgressDisplay;
import dev.volta.core.report.Trial;
import dev.volta.core.workload.Progress;
import java.io.PrintWriter;

/** Tells how an experiment goes. */
record ProgressLines(ProgressLine line) implements ProgressDisplay {
    /** Writes to {@code err}, which is taken to be this process's stderr. */
    static ProgressLines on(PrintWriter err) {
        return new ProgressLines(ProgressLine.on(err));
    }

    @Override
    public void phase(String what) {
        line.phase(what);
    }

    @Override
    public void trialStarts(PlannedTrial trial, int count) {
        line.begin((trial.phase() == Trial.Phase.WARMUP ? "warm-up " : "run ") + trial.index() + "/" + count
                + (trial.variant().isEmpty() ? "" : " " + trial.variant()));
    }

    @Override
    public void progress(Progress progress) {
        line.show(progress);
    }

    @Override
    public void trialEnds(Trial ended, String brief) {
        line.done(brief);
    }

    @Override
    public void end() {
        line.clear();
    }
}
