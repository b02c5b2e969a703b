package dev.volta.core.workload;

import dev.volta.core.config.NodeName;
import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.PlottedMeasure;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Variant;
import dev.volta.core.report.WorkloadSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One kind of work, over inputs that it was made with. */
public interface Workload {
    /** What each of its trials has values of. */
    MeasuredQuantities quantities();

    /** What it would work on, as it is known before the first trial. */
    WorkloadSummary summary();

    /** What a run has shown that nothing is against, in a clause such as {@code every input was read}. */
    String success();

    /** Measures of its services that reports plot over time, before those of nodes. */
    default List<PlottedMeasure> plots() {
        return List.of();
    }

    /** What is compared: each does the same work in another way. None for work that is done in one way. */
    default List<Variant> variants() {
        return List.of();
    }

    /**
     * Connects to what does the work on {@code site}.
     *
     * @param patience for the services to become ready
     */
    Session open(RunningSite site, Duration patience) throws InterruptedException;

    /** A connection to services, or to nodes, that are ready for work. */
    interface Session extends AutoCloseable {
        /** What comes before a trial and is no part of it; caches are dropped after it, if they are. */
        default void prepare(TrialSpec trial, Duration limit) throws InterruptedException {
            // most work needs nothing
        }

        /**
         * Does the whole work once.
         *
         * @param results the folder that takes what the work brings forth, in place of an earlier trial's
         * @param limit after which the trial is given up with a {@link TrialFailure}
         */
        TrialOutcome run(TrialSpec trial, Path results, Duration limit, Consumer<Progress> listener)
                throws InterruptedException;

        /** Ends what the work has begun, also after a failed trial; an interrupted thread calls it as well. */
        @Override
        void close();

        /** CPU time that the work took on nodes by processes that are not of services, once it is closed. */
        default Map<NodeName, Duration> cpuTime() {
            return Map.of();
        }

        /** What was not ended, or not as it should be, once it is closed. */
        default List<RaisedWarning> leftUndone() {
            return List.of();
        }
    }
}
