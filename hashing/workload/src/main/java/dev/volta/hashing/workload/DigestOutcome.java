package dev.volta.hashing.workload;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Share;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.node.job.JobSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a finished job is as the outcome of a trial.
 *
 * @param inputs what came of each
 */
record DigestOutcome(Algorithm algorithm, JobSummary summary, List<InputTotal> inputs) {
    /** @param fingerprint of the manifest */
    TrialOutcome outcome(String fingerprint) {
        var totals = totals();
        return new TrialOutcome(
                MeasuredValues.NONE
                        .with(Quantity.WALL, Math.max(1, summary.wallNanos()))
                        .with(Quantity.CPU, cpu())
                        .with(DigestWorkload.BYTES, summary.bytes())
                        .with(DigestWorkload.FILES, summary.files())
                        .with(DigestWorkload.REQUEUED, summary.requeuedItems()),
                summary.workers().stream().map(DigestOutcome::share).toList(),
                totals.summary(),
                shortcomings(totals),
                doubts(totals),
                fingerprint);
    }

    private DigestTotals totals() {
        Map<String, Long> skipped = new TreeMap<>();
        summary.skipped().forEach((kind, count) -> skipped.put(plainName(kind.name()), count));
        return new DigestTotals(algorithm.id(), summary.files(), summary.bytes(), summary.failed(), skipped, inputs);
    }

    private static List<String> shortcomings(DigestTotals totals) {
        var reasons = new ArrayList<String>();
        if (totals.failures() > 0) {
            reasons.add(Quantities.count(totals.failures(), "input") + " could not be read; see problems.jsonl");
        }
        reasons.addAll(Emptiness.of(totals));
        return reasons;
    }

    private List<RaisedWarning> doubts(DigestTotals totals) {
        var doubts = new ArrayList<RaisedWarning>();
        if (totals.files() > 0 && totals.bytes() == 0) {
            doubts.add(new RaisedWarning(
                    DigestWarning.NO_BYTES, Quantities.count(totals.files(), "file") + " without a single byte"));
        }
        if (totals.failures() > 0) {
            doubts.add(new RaisedWarning(
                    DigestWarning.FAILURES_EXCLUDED,
                    Quantities.count(totals.failures(), "file") + " could not be hashed"));
        }
        if (summary.requeuedItems() > 0) {
            doubts.add(new RaisedWarning(
                    DigestWarning.PIECES_REQUEUED,
                    Quantities.count(summary.requeuedItems(), "piece") + " had to be handed out a second time"));
        }
        if (summary.waitedNanos() > 0) {
            doubts.add(new RaisedWarning(
                    DigestWarning.WORK_HELD_UP,
                    "waited " + Quantities.duration(summary.waitedNanos()) + " for room on the controller's disk"));
        }
        return doubts;
    }

    private Fact<Long> cpu() {
        return summary.recoveries() == 0
                ? Fact.known(summary.workerCpuNanos() + summary.controllerCpuNanos())
                : Fact.unavailable("the controller was restarted; what the killed process had used is not known");
    }

    private static Share share(JobSummary.WorkerShare share) {
        return new Share(
                share.worker(),
                new NodeName(share.node()),
                MeasuredValues.NONE
                        .with(DigestWorkload.BYTES, share.bytes())
                        .with(DigestWorkload.FILES, share.files())
                        .with(Quantity.BUSY, share.busyNanos())
                        .with(Quantity.CPU, share.cpuNanos()));
    }

    /** {@code SKIPPED_SYMLINK} is {@code symlink}. */
    private static String plainName(String kind) {
        return kind.replaceFirst("^SKIPPED_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
