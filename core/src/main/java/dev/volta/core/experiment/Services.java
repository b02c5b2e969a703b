package dev.volta.core.experiment;

import java.nio.file.Path;

/** The controller and the workers that an experiment drives, whoever starts them. */
public interface Services {
    /** Returns once the controller is healthy. */
    void up() throws InterruptedException;

    /** Copies what they have printed to {@code folder}, one file per service. */
    void fetchLogs(Path folder) throws InterruptedException;

    /** Leaves them as they were before {@link #up}; goes on even if something fails. */
    void down() throws InterruptedException;
}
