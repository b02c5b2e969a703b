package dev.volta.core.experiment;

import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;
import dev.volta.core.report.Caution;
import dev.volta.core.report.InputTotal;
import dev.volta.core.report.Verdict;
import dev.volta.core.report.WorkerShare;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.service.Site;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A workload and its services that do nothing but what a test tells them, in no time, and write down the order in which they
 * are called.
 */
final class PretendedWork implements Workload, Services {
    static final long BYTES = 1000;

    private final Deque<Step> trials = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private Step up = () -> {};
    private Step down = () -> {};
    private Optional<Verdict> disturbance = Optional.empty();

    /** What happens instead of something that a real one does. */
    interface Step {
        void run() throws InterruptedException;
    }

    /** The next trial has this result. */
    PretendedWork trial(String fingerprint) {
        return trial(fingerprint, BYTES);
    }

    PretendedWork trial(String fingerprint, long bytes) {
        trials.add(() -> {
            throw new Ended(outcome(fingerprint, bytes));
        });
        return this;
    }

    /** This happens in the next trial, which never ends by itself. */
    PretendedWork trial(Step step) {
        trials.add(step);
        return this;
    }

    PretendedWork comesUp(Step step) {
        up = step;
        return this;
    }

    PretendedWork goesDown(Step step) {
        down = step;
        return this;
    }

    void disturb(Verdict verdict) {
        disturbance = Optional.of(verdict);
    }

    List<String> calls() {
        return calls;
    }

    private static TrialOutcome outcome(String fingerprint, long bytes) {
        return new TrialOutcome(
                1_000_000_000,
                Fact.known(2_000_000_000L),
                0,
                Duration.ZERO,
                List.of(new WorkerShare(
                        "w1", new NodeName("n1"), bytes, 1, Fact.known(900_000_000L), Fact.known(1_000_000_000L))),
                new WorkloadSummary(
                        "pretended", 1, bytes, 0, Map.of(), List.of(new InputTotal("/data", 1, bytes, 0, 0))),
                fingerprint);
    }

    @Override
    public Session open(Site site, Path socket, Duration patience) {
        calls.add("open " + socket);
        return new Session() {
            @Override
            public TrialOutcome run(String trialId, Path results, Duration limit, Consumer<Progress> listener)
                    throws InterruptedException {
                calls.add("trial " + trialId);
                try {
                    trials.remove().run();
                } catch (Ended ended) {
                    return ended.outcome;
                }
                throw new AssertionError("a trial without a result");
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
    }

    @Override
    public Path up() throws InterruptedException {
        calls.add("up");
        up.run();
        return Path.of("/s");
    }

    @Override
    public void fetchLogs(Path folder) {
        calls.add("logs");
    }

    @Override
    public List<Caution> doubts() {
        return List.of();
    }

    @Override
    public Optional<Verdict> disturbance() {
        return disturbance;
    }

    @Override
    public void down() throws InterruptedException {
        calls.add("down");
        down.run();
    }

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient TrialOutcome outcome;

        Ended(TrialOutcome outcome) {
            this.outcome = outcome;
        }
    }
}
