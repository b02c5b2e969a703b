package dev.volta.cli.experiment;

import dev.volta.core.report.RunRecord;
import java.nio.file.Path;

/** A run that came to its end, well or not, and where it left its results. */
record FinishedRun(RunRecord record, Path folder) {}
