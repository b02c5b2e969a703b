package dev.volta.core.operation.experiment;

import dev.volta.core.experiment.Observer;

/** An observer that may hold a line of the terminal. */
public interface ProgressDisplay extends Observer {
    /** Leaves the terminal at the left edge of an empty line. */
    void end();
}
