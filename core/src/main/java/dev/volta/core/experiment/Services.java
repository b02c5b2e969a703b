package dev.volta.core.experiment;

import dev.volta.core.report.Caution;
import java.nio.file.Path;
import java.util.List;

/** The controller and the workers that an experiment drives, whoever starts them. */
public interface Services {
    /** Returns once the controller is healthy, with a socket of this machine that leads to it. */
    Path up() throws InterruptedException;

    /** Copies what they have printed to {@code folder}, one file per service. */
    void fetchLogs(Path folder) throws InterruptedException;

    /** What makes their work doubtful, in the end. */
    List<Caution> doubts();

    /** Leaves them as they were before {@link #up}; goes on even if something fails. */
    void down() throws InterruptedException;
}
