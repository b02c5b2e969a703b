package dev.volta.cli.exec;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import java.io.IOException;

/** What the user sees of a command on many nodes. */
sealed interface Printed extends AutoCloseable permits LivePrinted, FoldedPrinted, JsonPrinted {
    /** Called by the thread of the node. */
    OutputSink begin(Node node);

    /** Called by one thread at a time, after the node's output has ended. */
    void ended(Node node, Outcome<ExitStatus> outcome);

    /** Shows the rest; returns the exit code. */
    int finish(FleetOutcome<ExitStatus> outcome) throws IOException;

    @Override
    void close();
}
