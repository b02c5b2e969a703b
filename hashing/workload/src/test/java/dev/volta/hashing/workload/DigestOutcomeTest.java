package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.facts.Fact;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.job.JobSummary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestOutcomeTest {
    private static TrialOutcome outcome(
            long files, long bytes, Map<Failure, Long> failures, long requeued, int recoveries, long waitedNanos) {
        var workers = List.of(new JobSummary.WorkerShare("w1", "n1", files, bytes, 40, 30));
        var summary = new JobSummary(
                files,
                bytes,
                failures,
                Map.of(WalkEntry.Kind.SKIPPED_SYMLINK, 2L),
                100,
                60,
                7,
                workers,
                requeued,
                0,
                recoveries,
                waitedNanos);
        return new DigestOutcome(Algorithm.SHA256, summary, List.of(new InputTotal("/a", files, bytes, 0, 2)))
                .outcome("f");
    }

    @Test
    void measuresTimeWorkAndShares() {
        var outcome = outcome(3, 1000, Map.of(), 0, 0, 0);
        assertThat(outcome.values().get(Quantity.WALL)).isEqualTo(Fact.known(100.0));
        assertThat(outcome.values().get(Quantity.CPU)).isEqualTo(Fact.known(67.0));
        assertThat(outcome.values().get(DigestWorkload.BYTES)).isEqualTo(Fact.known(1000.0));
        assertThat(outcome.shares()).singleElement().satisfies(share -> {
            assertThat(share.name()).isEqualTo("w1");
            assertThat(share.values().get(Quantity.BUSY)).isEqualTo(Fact.known(40.0));
        });
        assertThat(outcome.summary().remarks()).containsEntry("left out", "2 symlinks");
        assertThat(outcome.shortcomings()).isEmpty();
        assertThat(outcome.doubts()).isEmpty();
    }

    @Test
    void hasFilesThatCouldNotBeReadAgainstIt() {
        var outcome = outcome(3, 1000, Map.of(Failure.DENIED, 1L), 0, 0, 0);
        assertThat(outcome.shortcomings()).containsExactly("1 input could not be read; see problems.jsonl");
        assertThat(outcome.doubts())
                .containsExactly(new RaisedWarning(DigestWarning.FAILURES_EXCLUDED, "1 file could not be hashed"));
    }

    @Test
    void doubtsWorkWithoutBytesWorkDoneTwiceAndWorkThatWaited() {
        assertThat(outcome(2, 0, Map.of(), 3, 0, 2_000_000_000).doubts())
                .containsExactly(
                        new RaisedWarning(DigestWarning.NO_BYTES, "2 files without a single byte"),
                        new RaisedWarning(DigestWarning.PIECES_REQUEUED, "3 pieces had to be handed out a second time"),
                        new RaisedWarning(
                                DigestWarning.WORK_HELD_UP, "waited 2.00 s for room on the controller's disk"));
    }

    @Test
    void knowsNoProcessorTimeAfterARestartOfTheController() {
        assertThat(outcome(3, 1000, Map.of(), 0, 1, 0).values().get(Quantity.CPU))
                .isEqualTo(Fact.unavailable(
                        "the controller was restarted; what the killed process had used is not known"));
    }
}
