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
import dev.volta.core.report.HyperfineJson;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
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
            "%nWith -- CMD or --command: measure commands. A command of --command, and of the steps around it, is split"
                    + " into words at blanks; quotes work as in a shell. Nothing else of a shell does, without --shell.",
            "Without FILE and command: hash --input (default: the current folder) with SHA-256, once.",
            "The results folder holds raw samples, run.json, two reports, and the manifest or what commands printed."
        })
public final class RunExperimentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "[FILE] [-- CMD]",
            hideParamSyntax = true,
            description = "The experiment, such as experiment.yaml; a command to measure.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private CommandOptions command;

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
            description =
                    "Memory limit on each node, of all workers or of all processes of a command together, such as 5GiB (default: no"
                            + " limit).")
    private @Nullable String memoryLimit;

    @Mixin
    private LimitsOption limits;

    @Mixin
    private WaitLockOption waitLock;

    @Option(names = "--repeat", paramLabel = "N", description = "Measured runs (default: 1).")
    private @Nullable String repeat;

    @Option(names = "--warmup", paramLabel = "N", description = "Warm-up runs before the measured ones (default: 0).")
    private @Nullable String warmup;

    @Option(names = "--cache", paramLabel = "STATE", description = "warm, or cold: drop page caches before each run.")
    private @Nullable String cache;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the order of commands (default: drawn).")
    private @Nullable String seed;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Time limit of each run, such as 30m.")
    private @Nullable String timeout;

    @Option(names = "--out", paramLabel = "DIR", description = "Create the results folder here (default: results).")
    private @Nullable String out;

    @Option(
            names = "--export-json",
            paramLabel = "FILE",
            description = "Also write the times to this file, in the format of hyperfine.")
    private @Nullable Path export;

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
        requireExportable();
        var inventory = switch (mode) {
            case local -> Inventory.local();
            case distributed -> fleet.inventory();
        };
        var effective = ExperimentSource.read(file(), overlays(), modules.work(), inventory);
        var progress =
                quiet ? new NoProgress() : ProgressLines.on(spec.commandLine().getErr());
        return switch (mode) {
            case local -> local(effective, progress);
            case distributed -> distributed(effective, progress);
        };
    }

    /** Seen to before the run, which may be long. */
    private void requireExportable() {
        if (export == null) {
            return;
        }
        var parent = export.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new ParameterException(
                    spec.commandLine(), "--export-json: '" + parent + "' is no folder; create it first");
        }
        if (!Files.isWritable(Files.exists(export) || parent == null ? export : parent)) {
            throw new ParameterException(
                    spec.commandLine(), "--export-json: '" + export + "' cannot be written; choose another file");
        }
    }

    private Optional<Path> file() {
        var before = words.subList(0, words.size() - afterDashes());
        if (before.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there are " + before.size() + " files, '" + before.getFirst() + "' and '" + before.get(1)
                            + "'; name one, and write a command after --");
        }
        return before.stream().findFirst().map(RawText::path);
    }

    /** How many words stand after {@code --}, where nothing is an option any more. */
    private int afterDashes() {
        var all = spec.commandLine().getParseResult().originalArgs();
        var dashes = all.indexOf("--");
        if (dashes == all.size() - 1) {
            throw new ParameterException(spec.commandLine(), "no command stands after --; name a program there");
        }
        return dashes < 0 ? 0 : all.size() - dashes - 1;
    }

    private int local(Effective<Experiment> effective, ProgressDisplay progress)
            throws IOException, InterruptedException {
        requireNoProfile("but a local run starts its own; leave it out (and use --memory-limit and --workers), or add"
                + " --mode distributed");
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

    private void requireNoProfile(String why) {
        if (spec.commandLine().getParseResult().hasMatchedOption(ConfigOptions.PROFILE)) {
            throw new ParameterException(
                    spec.commandLine(), ConfigOptions.PROFILE + " applies to services of a fleet, " + why);
        }
    }

    private int distributed(Effective<Experiment> effective, ProgressDisplay progress)
            throws IOException, InterruptedException {
        var work = effective.value().work();
        if (fleet.installed().driver(work).ownServices().isPresent()) {
            requireNoProfile(
                    "but work of kind '" + work.kind() + "' uses none of them; leave it out, and limit the work"
                            + " with --memory-limit or limits in the experiment");
        }
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
        spec.commandLine().getOut().flush();
        if (export != null) {
            Files.writeString(export, HyperfineJson.write(finished.record()));
        }
        return finished.record().verdict().exitStatus();
    }

    private List<Overlay> overlays() {
        var overlays = new ArrayList<>(command.overlays(words.subList(words.size() - afterDashes(), words.size())));
        if (!inputs.isEmpty()) {
            overlays.add(Overlay.of("--input", "workload.inputs", inputs));
        }
        add(overlays, "--algorithm", "workload.algorithm", algorithm);
        add(overlays, "--workers", "workers", workers);
        add(overlays, "--memory-limit", "limits.memory", memoryLimit);
        add(overlays, "--repeat", "repeat", repeat);
        add(overlays, "--warmup", "warmup", warmup);
        add(overlays, "--cache", "cache", cache);
        add(overlays, "--seed", "seed", seed);
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
