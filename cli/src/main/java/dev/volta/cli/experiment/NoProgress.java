package dev.volta.cli.experiment;

import dev.volta.core.experiment.PlannedTrial;
import dev.volta.core.operation.experiment.ProgressDisplay;
import dev.volta.core.report.Trial;
import dev.volta.core.workload.Progress;

/** Says nothing, for {@code --quiet}. */
final class NoProgress implements ProgressDisplay {
    @Override
    public void phase(String what) {}

    @Override
    public void trialStarts(PlannedTrial trial, int count) {}

    @Override
    public void progress(Progress progress) {}

    @Override
    public void trialEnds(Trial trial, String brief) {}

    @Override
    public void end() {}
}
