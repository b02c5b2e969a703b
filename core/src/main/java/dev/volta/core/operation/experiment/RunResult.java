package dev.volta.core.operation.experiment;

import dev.volta.core.run.ExitCode;

/** The outcome of an experiment, or an exit code if it did not come to a run. */
public sealed interface RunResult {
    record Ran(FinishedRun run) implements RunResult {}

    record Refused(ExitCode code) implements RunResult {}
}
