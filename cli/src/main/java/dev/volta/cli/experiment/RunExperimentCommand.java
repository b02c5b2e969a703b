package dev.volta.cli.experiment;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.common.Modules;
import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.common.SocketFolder;
import dev.volta.cli.deploy.LimitsOption;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.lock.WaitLockOption;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.load.Effective;
import dev.volta.core.config.load.ExperimentSource;
import dev.volta.core.config.load.Overlay;
import dev.volta.core.experiment.LocalRuns;
import dev.volta.core.operation.experiment.DistributedExperiment;
import dev.volta.core.operation.experiment.FinishedRun;
import dev.volta.core.operation.experiment.LocalExperiment;
import dev.volta.core.operation.experiment.ProgressDisplay;
import dev.volta.core.operation.experiment.RunResult;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an experiment and reports it. */
@Command(
        name = "run-experiment",
        description = "Run an experiment: start its services, do the work, measure, report, stop everything.",
        footer = {
            "%nWithout FILE: hash --input (default: the current folder) with SHA-256, once.",
            "The results folder holds the manifest, raw samples, run.json, two reports and logs."
        })
public final class RunExperimentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The experiment, such as experiment.yaml.")
    private @Nullable Path file;

    @Option(names = "--mode", defaultValue = "local", description = "Where to run: ${COMPLETION-CANDIDATES}.")
    private Mode mode;

    @Option(names = "--input", paramLabel = "PATH", description = "A file or tree to hash; may be repeated.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "sha256, sha512, sha1, md5, crc32c, xxh3, blake3.")
    private @Nullable String algorithm;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Workers per node, at most 1024 in all (default: one per processor).")
    private @Nullable String workers;

    @Option(
            names = "--memory-limit",
            paramLabel = "SIZE",
            description = "Memory limit of all workers of a node together, such as 5GiB (default: no limit).")
    private @Nullable String memoryLimit;

    @Mixin
    private LimitsOption limits;

    @Mixin
    private WaitLockOption waitLock;

    @Option(names = "--repeat", paramLabel = "N", description = "Measured runs (default: 1).")
    private @Nullable String repeat;

    @Option(names = "--warmup", paramLabel = "N", description = "Warm-up runs before the measured ones (default: 0).")
    private @Nullable String warmup;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Time limit of each run, such as 30m.")
    private @Nullable String timeout;

    @Option(names = "--out", paramLabel = "DIR", description = "Create the results folder here (default: results).")
    private @Nullable String out;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Option(names = "--no-metrics", description = "Do not collect metrics of nodes and services during the run.")
    private boolean noMetrics;

    @Option(names = "--dry-run", description = "Print the plan and touch nothing.")
    private boolean dryRun;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Mixin
    private FleetOptions fleet;

    private final Modules modules;

    RunExperimentCommand(Modules modules) {
        this.modules = modules;
    }

    /** Where an experiment can run. */
    enum Mode {
        local,
        distributed
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var inventory = switch (mode) {
            case local -> Inventory.local();
            case distributed -> fleet.inventory();
        };
        var effective = ExperimentSource.read(Optional.ofNullable(file), overlays(), modules.work(), inventory);
        var progress =
                quiet ? new NoProgress() : ProgressLines.on(spec.commandLine().getErr());
        return switch (mode) {
            case local -> local(effective, progress);
            case distributed -> distributed(effective, progress);
        };
    }

    private int local(Effective<Experiment> effective, ProgressDisplay progress)
            throws IOException, InterruptedException {
        requireNoProfile();
        var runs = new LocalRuns(SocketFolder.find(spec.commandLine().getErr()));
        var run = new LocalExperiment(
                runs,
                effective,
                limits.rule(),
                commandLine(),
                !noMetrics,
                fleet.installed(),
                spec.commandLine().getErr());
        return told(run.execute(dryRun, spec.commandLine().getOut(), progress));
    }

    private void requireNoProfile() {
        if (spec.commandLine().getParseResult().hasMatchedOption(ConfigOptions.PROFILE)) {
            throw new ParameterException(
                    spec.commandLine(),
                    ConfigOptions.PROFILE
                            + " applies to services of a fleet, but a local run starts its own; leave it out (and use"
                            + " --memory-limit and --workers), or add --mode distributed");
        }
    }

    private int distributed(Effective<Experiment> effective, ProgressDisplay progress)
            throws IOException, InterruptedException {
        var run = new DistributedExperiment(effective, fleet, limits.rule(), waitLock.patience(), !noMetrics);
        return told(run.execute(dryRun, progress));
    }

    private int told(RunResult result) throws IOException {
        return switch (result) {
            case RunResult.Ran(var finished) -> told(finished);
            case RunResult.Refused(var code) -> {
                if (code == ExitCode.CONFIGURATION) {
                    spec.commandLine().getErr().println("volta: nothing was touched");
                }
                yield code.code();
            }
        };
    }

    private List<String> commandLine() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    private int told(FinishedRun finished) throws IOException {
        spec.commandLine()
                .getOut()
                .print(
                        switch (output) {
                            case text -> RunSummary.text(finished.record(), finished.folder());
                            case json -> RunSummary.json(finished.folder());
                        });
        return finished.record().verdict().exitStatus();
    }

    private List<Overlay> overlays() {
        var overlays = new ArrayList<Overlay>();
        if (!inputs.isEmpty()) {
            overlays.add(Overlay.of("--input", "workload.inputs", inputs));
        }
        add(overlays, "--algorithm", "workload.algorithm", algorithm);
        add(overlays, "--workers", "workers", workers);
        add(overlays, "--memory-limit", "limits.memory", memoryLimit);
        add(overlays, "--repeat", "repeat", repeat);
        add(overlays, "--warmup", "warmup", warmup);
        add(overlays, "--timeout", "timeout", timeout);
        add(overlays, "--out", "out", out);
        return overlays;
    }

    private static void add(List<Overlay> overlays, String option, String key, @Nullable String value) {
        if (value != null) {
            overlays.add(Overlay.of(option, key, value));
        }
    }
}
