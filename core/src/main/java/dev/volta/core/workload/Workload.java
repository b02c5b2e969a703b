package dev.volta.core.workload;

import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.PlottedMeasure;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.service.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /**
     * Connects to the running services.
     *
     * @param socket of this machine, which leads to the one that the services of {@code site} reach each other by
     * @param patience for the services to become ready
     */
    Session open(Site site, Path socket, Duration patience) throws InterruptedException;

    /** A connection to services that are ready for work. */
    interface Session extends AutoCloseable {
        /**
         * Does the whole work once.
         *
         * @param trialId unique among the trials of all runs
         * @param results the folder that takes what the work brings forth, in place of an earlier trial's
         * @param limit after which the trial is given up with a {@link TrialFailure}
         */
        TrialOutcome run(String trialId, Path results, Duration limit, Consumer<Progress> listener)
                throws InterruptedException;

        @Override
        void close();
    }
}
