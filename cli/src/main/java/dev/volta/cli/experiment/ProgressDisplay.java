package dev.volta.cli.experiment;

import dev.volta.core.experiment.Observer;

/** An observer that may hold a line of the terminal. */
interface ProgressDisplay extends Observer {
    /** Leaves the terminal at the left edge of an empty line. */
    void end();
}
