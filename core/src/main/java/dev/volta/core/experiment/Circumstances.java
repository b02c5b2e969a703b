package dev.volta.core.experiment;

import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Setting;
import dev.volta.core.report.VoltaVersion;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What a record says of a run beside its results.
 *
 * @param runId carried by everything that the run leaves
 * @param commandLine as it was typed
 * @param settings key path to value and origin
 * @param doubts what makes the results doubtful, known before it starts
 */
public record Circumstances(
        String runId,
        List<String> commandLine,
        VoltaVersion volta,
        Map<String, Setting> settings,
        List<RaisedWarning> doubts,
        InstantSource clock) {}
