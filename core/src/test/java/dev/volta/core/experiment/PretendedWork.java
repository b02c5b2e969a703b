package dev.volta.core.experiment;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Work;
import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Share;
import dev.volta.core.report.Unit;
import dev.volta.core.report.Verdict;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.RunningSite;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.TrialSpec;
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
    /** Not a quantity that any real work has. */
    static final Quantity TURNS = new Quantity("turns", "turns", Unit.COUNT, Quantity.Use.AMOUNT);

    /** As an experiment describes it. */
    record Described(List<ExperimentInput> inputs) implements Work {
        @Override
        public String kind() {
            return "pretended";
        }
    }

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
        return trial(outcome(fingerprint, List.of(), List.of()));
    }

    PretendedWork trial(TrialOutcome outcome) {
        trials.add(() -> {
            throw new Ended(outcome);
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

    static TrialOutcome outcome(String fingerprint, List<String> shortcomings, List<RaisedWarning> doubts) {
        return new TrialOutcome(
                MeasuredValues.NONE
                        .with(Quantity.WALL, 1_000_000_000)
                        .with(Quantity.CPU, 2_000_000_000)
                        .with(TURNS, 7),
                List.of(new Share("p1", new NodeName("n1"), MeasuredValues.NONE.with(TURNS, 7))),
                new WorkloadSummary("pretended", "7 turns", Map.of(), Map.of()),
                shortcomings,
                doubts,
                fingerprint);
    }

    @Override
    public MeasuredQuantities quantities() {
        return MeasuredQuantities.with(List.of(TURNS), "player", List.of(TURNS));
    }

    @Override
    public WorkloadSummary summary() {
        return new WorkloadSummary("pretended", "no turns", Map.of(), Map.of());
    }

    @Override
    public String success() {
        return "all was pretended";
    }

    @Override
    public Session open(RunningSite site, Duration patience) {
        calls.add("open " + site.socket().orElseThrow());
        return new Session() {
            @Override
            public TrialOutcome run(TrialSpec trial, Path results, Duration limit, Consumer<Progress> listener)
                    throws InterruptedException {
                calls.add("trial " + trial.id());
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
    public Optional<Path> up() throws InterruptedException {
        calls.add("up");
        up.run();
        return Optional.of(Path.of("/s"));
    }

    @Override
    public void fetchLogs(Path folder) {
        calls.add("logs");
    }

    @Override
    public List<RaisedWarning> doubts() {
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
