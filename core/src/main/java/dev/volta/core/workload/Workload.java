package dev.volta.core.workload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One kind of work, over inputs that it was made with. */
public interface Workload {
    /** What has to run on the nodes of {@code site}, in the order to start it. Pure: it touches nothing. */
    List<PlannedUnit> services(Site site);

    /**
     * Connects to the running services.
     *
     * @param controllerSocket a socket of this machine that leads to the controller
     * @param patience for the services to become ready
     */
    Session open(Site site, Path controllerSocket, Duration patience) throws InterruptedException;

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
