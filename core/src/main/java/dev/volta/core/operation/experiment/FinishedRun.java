package dev.volta.core.operation.experiment;

import dev.volta.core.report.RunRecord;
import java.nio.file.Path;

/** A run that came to its end, well or not, and where it left its results. */
public record FinishedRun(RunRecord record, Path folder) {}
