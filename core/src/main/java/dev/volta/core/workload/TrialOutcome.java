package dev.volta.core.workload;

import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Share;
import dev.volta.core.report.WorkloadSummary;
import java.util.List;

/**
 * What one trial took and brought.
 *
 * @param values of all quantities of the workload
 * @param shares what each part of the fleet did
 * @param shortcomings why a run with this trial has not passed, each a clause; empty if nothing is against it
 * @param doubts what makes this trial doubtful
 * @param fingerprint equal for two trials exactly if their results are
 */
public record TrialOutcome(
        MeasuredValues values,
        List<Share> shares,
        WorkloadSummary summary,
        List<String> shortcomings,
        List<RaisedWarning> doubts,
        String fingerprint) {
    public TrialOutcome {
        shares = List.copyOf(shares);
        shortcomings = List.copyOf(shortcomings);
        doubts = List.copyOf(doubts);
    }
}
