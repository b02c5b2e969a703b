package dev.volta.cli.proof;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Node;
import dev.volta.core.config.Work;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.Share;
import dev.volta.core.report.Unit;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.RunningSite;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.TrialSpec;
import dev.volta.core.workload.WorkDriver;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Work that a counter does: it counts some rounds, in no time. */
record Counting(int rounds) implements Work {
    private static final String NAME = "counting";

    private static final Key<Integer> ROUNDS =
            Key.withDefault("rounds", Shapes.wholeNumber(1, 1000), "10", "How often the counter counts.");

    private static final Quantity COUNTED = new Quantity("counted", "counted", Unit.COUNT, Quantity.Use.AMOUNT);

    @Override
    public String kind() {
        return NAME;
    }

    @Override
    public List<ExperimentInput> inputs() {
        return List.of();
    }

    /** Has it done. */
    static final class Driver implements WorkDriver {
        @Override
        public WorkKind kind() {
            return new WorkKind(
                    NAME,
                    List.of(ROUNDS),
                    Optional.empty(),
                    OptionalInt.empty(),
                    values -> new Counting(values.get(ROUNDS)));
        }

        @Override
        public ServiceKind worker() {
            return CounterServices.COUNTER;
        }

        @Override
        public String noNodes(Work work) {
            return "no node counts";
        }

        @Override
        public ServiceFamily services(Work work) {
            return new CounterServices();
        }

        @Override
        public Configuration asAskedFor(Configuration fleet, Experiment experiment, List<Node> chosen) {
            return fleet;
        }

        @Override
        public Workload workload(Work work, List<Path> excluded, ServiceFamily services) {
            return new ByCounter((Counting) work);
        }
    }

    private record ByCounter(Counting work) implements Workload {
        @Override
        public MeasuredQuantities quantities() {
            return MeasuredQuantities.with(List.of(COUNTED), "counter", List.of(COUNTED));
        }

        @Override
        public WorkloadSummary summary() {
            return new WorkloadSummary(NAME, work.rounds() + " rounds", Map.of(), Map.of());
        }

        @Override
        public String success() {
            return "every round was counted";
        }

        @Override
        public Session open(RunningSite running, Duration patience) {
            var place = running.site().of(CounterServices.COUNTER.name()).getFirst();
            return new Counted(place, work.rounds() * CounterServices.step(place), summary());
        }
    }

    private record Counted(Site.Place place, int count, WorkloadSummary summary) implements Workload.Session {
        @Override
        public TrialOutcome run(TrialSpec trial, Path results, Duration limit, Consumer<Progress> listener) {
            var values = MeasuredValues.NONE.with(Quantity.WALL, 1e9).with(Quantity.CPU, 2e9);
            return new TrialOutcome(
                    values.with(COUNTED, count),
                    List.of(new Share("counter", place.node(), MeasuredValues.NONE.with(COUNTED, count))),
                    summary,
                    List.of(),
                    List.of(),
                    "counted " + count);
        }

        @Override
        public void close() {}
    }
}
