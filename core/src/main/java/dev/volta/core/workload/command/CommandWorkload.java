package dev.volta.core.workload.command;

import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LaunchLimits;
import dev.volta.core.launcher.LauncherProgram;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Output;
import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.Variant;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.run.Parallel;
import dev.volta.core.service.Site;
import dev.volta.core.wire.RawText;
import dev.volta.core.workload.RunningSite;
import dev.volta.core.workload.Workload;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One command, or several that are compared, on each node of a site at the same time. */
final class CommandWorkload implements Workload {
    static final List<Quantity> OF_TRIAL = List.of(
            Quantity.USER,
            Quantity.SYSTEM,
            Quantity.MEMORY_PEAK,
            Quantity.MINOR_FAULTS,
            Quantity.MAJOR_FAULTS,
            Quantity.VOLUNTARY_SWITCHES,
            Quantity.INVOLUNTARY_SWITCHES,
            Quantity.SKEW,
            Quantity.EXIT);

    static final List<Quantity> OF_NODE = List.of(Quantity.WALL, Quantity.USER, Quantity.SYSTEM, Quantity.MEMORY_PEAK);

    /** What is kept of each output; the digest is of all. */
    private static final long OUTPUT_LIMIT = 64 << 10;

    /** The number of the launch that cleans up; others count from 1. */
    static final long CLEANUP = 0;

    private static final long MICROS_IN_100_MS = 100_000;

    private final CommandWork work;

    CommandWorkload(CommandWork work) {
        this.work = work;
    }

    @Override
    public MeasuredQuantities quantities() {
        return MeasuredQuantities.with(OF_TRIAL, "node", OF_NODE);
    }

    @Override
    public WorkloadSummary summary() {
        return summary(Map.of());
    }

    /** @param remarks what is known once the launchers run */
    WorkloadSummary summary(Map<String, String> remarks) {
        var words = work.commands().size() == 1
                ? work.commands().getFirst().quoted()
                : work.commands().size() + " commands";
        var commands = new LinkedHashMap<String, Object>();
        work.commands().forEach(command -> commands.put(command.name(), command.argv()));
        return new WorkloadSummary(
                CommandWork.NAME, RawText.printableLine(words), remarks, Map.of("commands", commands));
    }

    @Override
    public String success() {
        return "every command did what was expected";
    }

    /** None of a command without a name, which is alone. */
    @Override
    public List<Variant> variants() {
        return work.commands().getFirst().name().isEmpty()
                ? List.of()
                : work.commands().stream()
                        .map(command -> new Variant(command.name(), RawText.printableLine(command.quoted())))
                        .toList();
    }

    @Override
    public Session open(RunningSite running, Duration patience) throws InterruptedException {
        var launchers = new ConcurrentHashMap<Site.Place, NodeLauncher>();
        var places = running.site().of(LauncherFamily.LAUNCHER.name());
        var open = false;
        try {
            Parallel.with(places, place -> {
                launchers.put(place, start(running, place, patience));
                return place;
            });
            open = true;
        } finally {
            if (!open) {
                launchers.values().forEach(NodeLauncher::close);
            }
        }
        var ordered = new ArrayList<NodeLauncher>();
        places.forEach(place -> ordered.add(launchers.get(place)));
        return CommandSession.begin(this, work, ordered, places.getFirst().each());
    }

    private NodeLauncher start(RunningSite running, Site.Place place, Duration patience) throws InterruptedException {
        var limits = new LaunchLimits(
                place.each().memory().map(size -> size.bytes()).orElse(0L),
                place.each().cpus().map(CommandWorkload::micros).orElse(0L));
        var cleanup = work.steps()
                .cleanup()
                .map(argv -> launch(CLEANUP, argv, 0, CommandSession.STEP_LIMIT.toNanos(), false));
        return NodeLauncher.start(
                running.remote(place.node()),
                argv(place),
                new LauncherRequest.Open(LauncherRequest.PROTOCOL, running.runId(), limits, OUTPUT_LIMIT, cleanup),
                patience);
    }

    private static List<String> argv(Site.Place place) {
        var argv = new ArrayList<String>();
        argv.add(place.java());
        argv.addAll(LauncherProgram.JAVA_OPTIONS);
        argv.addAll(List.of("-jar", place.folders().jar(LauncherFamily.LAUNCHER.name())));
        return argv;
    }

    private static long micros(BigDecimal cpus) {
        return cpus.multiply(BigDecimal.valueOf(MICROS_IN_100_MS)).longValue();
    }

    /** A command in the folder and with the environment of the work. */
    Launch launch(long id, List<String> argv, long startAt, long limitNanos, boolean lasting) {
        return new Launch(
                id, argv, environment(), folder(), "", Output.KEEP, Output.KEEP, startAt, limitNanos, lasting);
    }

    /** The command that is measured. */
    Launch measured(long id, List<String> argv, long startAt, long limitNanos) {
        var output = work.keepsOutput() ? Output.KEEP : Output.DISCARD;
        return new Launch(
                id,
                argv,
                environment(),
                folder(),
                work.stdin().map(RawText::of).orElse(""),
                output,
                output,
                startAt,
                limitNanos,
                false);
    }

    private List<String> environment() {
        return work.env().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
    }

    private String folder() {
        return work.workdir().map(RawText::of).orElse("");
    }
}
