package dev.volta.core.workload.command;

import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.PeakMemory;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import dev.volta.core.run.Parallel;
import dev.volta.core.run.Uninterruptible;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.TrialSpec;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The launchers of all nodes, which run one trial after the other. */
final class CommandSession implements Workload.Session {
    /** For what is not measured, where an experiment has no trial yet or no trial any more. */
    static final Duration STEP_LIMIT = Duration.ofHours(1);

    /** After an interrupt Volta has 20 s for all that it has to end; what the cleanup takes longer it goes on alone. */
    private static final Duration HURRY = Duration.ofSeconds(12);

    /** A start is announced by so much more than the slowest answer takes, so that no node hears of it too late. */
    private static final int ROUND_TRIPS_AHEAD = 3;

    private static final long LEAST_AHEAD_NANOS = 5_000_000;
    private static final long AHEAD_PER_NODE_NANOS = 500_000;

    private final CommandWorkload workload;
    private final CommandWork work;
    private final List<NodeLauncher> launchers;
    private final Limits limits;
    private final Map<NodeLauncher, ShellStart> shells = new ConcurrentHashMap<>();
    private final Map<NodeName, Duration> cpuTime = new ConcurrentHashMap<>();
    private final List<RaisedWarning> ofSteps = Collections.synchronizedList(new ArrayList<>());
    private final List<RaisedWarning> undone = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean interrupted;

    private CommandSession(CommandWorkload workload, CommandWork work, List<NodeLauncher> launchers, Limits limits) {
        this.workload = workload;
        this.work = work;
        this.launchers = List.copyOf(launchers);
        this.limits = limits;
    }

    /** Runs the setup; if that fails, or is interrupted, the cleanup as well. */
    static CommandSession begin(CommandWorkload workload, CommandWork work, List<NodeLauncher> launchers, Limits limits)
            throws InterruptedException {
        var session = new CommandSession(workload, work, launchers, limits);
        try {
            session.step("setup", work.steps().setup(), STEP_LIMIT, true);
            if (work.shell()) {
                session.onEach(session::measureShell);
            }
            return session;
        } catch (TrialFailure e) {
            session.close();
            throw session.undone.isEmpty()
                    ? e
                    : new TrialFailure(
                            e.getMessage() + "; then "
                                    + session.undone.getFirst().detail(),
                            e);
        } catch (InterruptedException e) {
            session.close();
            throw e;
        }
    }

    private interface Task<R> {
        R on(NodeLauncher launcher) throws InterruptedException;
    }

    /** Does it on all nodes. If one fails, what is launched on the others is ended, and its failure is thrown. */
    private <R> Map<NodeLauncher, R> onEach(Task<R> task) throws InterruptedException {
        var first = new AtomicReference<@Nullable TrialFailure>();
        var results = new ConcurrentHashMap<NodeLauncher, R>();
        try {
            Parallel.with(launchers, launcher -> {
                try {
                    results.put(launcher, task.on(launcher));
                } catch (TrialFailure e) {
                    if (first.compareAndSet(null, e)) {
                        launchers.stream().filter(other -> other != launcher).forEach(NodeLauncher::cancel);
                    }
                }
                return launcher;
            });
        } catch (InterruptedException e) {
            interrupted = true;
            throw e;
        }
        var failure = first.get();
        if (failure != null) {
            throw failure;
        }
        var ordered = new LinkedHashMap<NodeLauncher, R>();
        launchers.forEach(launcher -> ordered.put(launcher, Objects.requireNonNull(results.get(launcher))));
        return ordered;
    }

    private Duration measureShell(NodeLauncher launcher) throws InterruptedException {
        var starts = new ArrayList<LauncherReply.Ended>();
        for (var i = 0; i < ShellStart.STARTS; i++) {
            var empty = workload.measured(launcher.nextId(), List.of("/bin/sh", "-c", ""), 0, STEP_LIMIT.toNanos());
            var ended = launched(launcher, empty);
            require(launcher, "/bin/sh", ended, Expectation.SUCCESS, STEP_LIMIT);
            starts.add(ended);
        }
        var start = ShellStart.of(starts);
        shells.put(launcher, start);
        return Duration.ofNanos(start.wallNanos());
    }

    private LauncherReply.Ended launched(NodeLauncher launcher, Launch launch) throws InterruptedException {
        var ended = launcher.launch(launch);
        var used = Duration.ofNanos(ended.usage().userNanos() + ended.usage().systemNanos());
        cpuTime.merge(launcher.node(), used, Duration::plus);
        return ended;
    }

    private void step(String name, Optional<List<String>> argv, Duration limit, boolean lasting)
            throws InterruptedException {
        if (argv.isEmpty()) {
            return;
        }
        onEach(launcher -> {
            var ended = launched(launcher, workload.launch(launcher.nextId(), argv.get(), 0, limit.toNanos(), lasting));
            require(launcher, name, ended, Expectation.SUCCESS, limit);
            if (!lasting) {
                CommandOutcome.leftovers(launcher.node(), name, ended).ifPresent(ofSteps::add);
            }
            return ended;
        });
    }

    private void require(
            NodeLauncher launcher, String what, LauncherReply.Ended ended, Expectation expected, Duration limit) {
        CommandEnds.failure(ended, expected, limit, limits.memory()).ifPresent(failure -> {
            throw new TrialFailure(CommandEnds.on(launcher.node(), what, failure));
        });
    }

    @Override
    public void prepare(TrialSpec trial, Duration limit) throws InterruptedException {
        try {
            step("prepare", work.steps().prepare(), limit, false);
        } catch (TrialFailure e) {
            throw in(trial, e);
        }
    }

    @Override
    public TrialOutcome run(TrialSpec trial, Path results, Duration limit, Consumer<Progress> listener)
            throws InterruptedException {
        try {
            var ended = launch(trial, limit, new KeptOutputs(results));
            step("conclude", work.steps().conclude(), limit, false);
            var doubts = List.copyOf(ofSteps);
            ofSteps.clear();
            return new CommandOutcome(ended, shells, workload.summary(remarks(ended.values())), doubts).outcome();
        } catch (TrialFailure e) {
            throw in(trial, e);
        }
    }

    private static TrialFailure in(TrialSpec trial, TrialFailure e) {
        var variant = trial.variant().isEmpty() ? "" : " (" + trial.variant() + ")";
        return new TrialFailure("trial " + trial.number() + variant + ": " + e.getMessage(), e);
    }

    private Map<NodeLauncher, LauncherReply.Ended> launch(TrialSpec trial, Duration limit, KeptOutputs outputs)
            throws InterruptedException {
        var argv = work.commands().stream()
                .filter(command -> command.name().equals(trial.variant()))
                .findFirst()
                .orElseThrow()
                .argv();
        var startAt = startAt();
        return onEach(launcher -> {
            var at = launchers.size() == 1 ? 0 : launcher.clock().there(startAt);
            var ended = launched(launcher, workload.measured(launcher.nextId(), argv, at, limit.toNanos()));
            outputs.add(trial, launcher.node(), ended);
            require(launcher, "the command", ended, work.expect(), limit);
            return ended;
        });
    }

    /** When all nodes start, by the clock of this process. One node alone starts at once. */
    private long startAt() throws InterruptedException {
        if (launchers.size() == 1) {
            return 0;
        }
        onEach(launcher -> {
            launcher.synchronise();
            return launcher;
        });
        var slowest = launchers.stream()
                .mapToLong(launcher -> launcher.clock().roundTripNanos())
                .max()
                .orElseThrow();
        return System.nanoTime()
                + Math.max(LEAST_AHEAD_NANOS, ROUND_TRIPS_AHEAD * slowest)
                + AHEAD_PER_NODE_NANOS * launchers.size();
    }

    private Map<String, String> remarks(Collection<LauncherReply.Ended> ended) {
        var remarks = new LinkedHashMap<String, String>();
        if (launchers.size() > 1) {
            remarks.put("nodes", Integer.toString(launchers.size()));
        }
        remarks.put(
                "process trees by",
                String.join(
                        ", ",
                        launchers.stream().map(NodeLauncher::tree).distinct().toList()));
        var peaks = ended.stream()
                .flatMap(
                        one -> one.memory() instanceof PeakMemory.Bytes(var _, var of) ? Stream.of(of) : Stream.empty())
                .distinct()
                .toList();
        if (!peaks.isEmpty()) {
            remarks.put("peak memory of", String.join(", ", peaks));
        }
        if (work.shell()) {
            var most = shells.values().stream()
                    .mapToLong(ShellStart::wallNanos)
                    .max()
                    .orElseThrow();
            remarks.put("shell's start subtracted", Quantities.duration(most));
        }
        return remarks;
    }

    /** Runs the cleanup on all nodes, and ends the launchers. */
    @Override
    public void close() {
        var hasCleanup = work.steps().cleanup().isPresent();
        var patience = interrupted ? HURRY : (hasCleanup ? STEP_LIMIT : Duration.ZERO).plus(NodeLauncher.GRACE);
        Uninterruptible.run(
                "cleanup",
                () -> Parallel.with(launchers, launcher -> {
                    try (launcher) {
                        var end = launcher.end(hasCleanup, patience);
                        end.cleanup()
                                .ifPresent(
                                        ended -> require(launcher, "cleanup", ended, Expectation.SUCCESS, STEP_LIMIT));
                        if (!end.complaint().isEmpty()) {
                            undone.add(new RaisedWarning(
                                    RunWarning.NOT_TORN_DOWN, launcher.node() + ": " + end.complaint()));
                        }
                    } catch (TrialFailure e) {
                        undone.add(new RaisedWarning(RunWarning.NOT_TORN_DOWN, String.valueOf(e.getMessage())));
                    }
                    return launcher;
                }));
    }

    @Override
    public Map<NodeName, Duration> cpuTime() {
        return Map.copyOf(cpuTime);
    }

    @Override
    public List<RaisedWarning> leftUndone() {
        return List.copyOf(undone);
    }
}
