package dev.volta.core.experiment;

import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The services that an experiment drives, whoever starts them. */
public interface Services {
    /** Returns once they are healthy, with a socket of this machine that leads to the one by which they reach each other. */
    Optional<Path> up() throws InterruptedException;

    /** Copies what they have printed to {@code folder}, one file per service. */
    void fetchLogs(Path folder) throws InterruptedException;

    /** What makes their work doubtful, in the end. */
    List<RaisedWarning> doubts();

    /** Why the run cannot pass, if somebody else may have changed them while it measured, as far as that is known. */
    default Optional<Verdict> disturbance() {
        return Optional.empty();
    }

    /** Finds out whether somebody else may have changed them until now. */
    default void confirm() throws InterruptedException {
        // They are the experiment's own.
    }

    /** Leaves them as they were before {@link #up}; goes on even if something fails. */
    void down() throws InterruptedException;
}
