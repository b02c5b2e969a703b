package dev.volta.core.workload.command;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.PeakMemory;
import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.Share;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.TrialOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a command did on all nodes as the outcome of a trial: the trial is as long as its slowest node, times and counts are
 * sums, and the peak of memory is that of the node with the largest.
 *
 * @param shells what is subtracted on each node; nothing where there is none
 * @param ofSteps what the steps around the command left to doubt
 */
record CommandOutcome(
        Map<NodeLauncher, LauncherReply.Ended> ended,
        Map<NodeLauncher, ShellStart> shells,
        WorkloadSummary summary,
        List<RaisedWarning> ofSteps) {
    /** Starts that lie apart by more than this part of the trial make it doubtful. */
    private static final double MUCH_SKEW = 0.05;

    /** A shell that takes more than this part of what was measured does so, too. */
    private static final double MUCH_SHELL = 0.5;

    TrialOutcome outcome() {
        var wall = ended.entrySet().stream()
                .mapToLong(one -> shell(one.getKey()).wall(one.getValue()))
                .max()
                .orElseThrow();
        var values = MeasuredValues.NONE
                .with(Quantity.WALL, wall)
                .with(Quantity.CPU, sum(ShellStart::cpu))
                .with(Quantity.USER, sum(ShellStart::user))
                .with(Quantity.SYSTEM, sum(ShellStart::system))
                .with(Quantity.MEMORY_PEAK, memory())
                .with(Quantity.MINOR_FAULTS, sum(one -> one.usage().minorFaults()))
                .with(Quantity.MAJOR_FAULTS, sum(one -> one.usage().majorFaults()))
                .with(Quantity.VOLUNTARY_SWITCHES, sum(one -> one.usage().voluntarySwitches()))
                .with(Quantity.INVOLUNTARY_SWITCHES, sum(one -> one.usage().involuntarySwitches()))
                .with(Quantity.SKEW, skew())
                .with(Quantity.EXIT, exit());
        return new TrialOutcome(values, shares(), summary, List.of(), doubts(wall), "");
    }

    private ShellStart shell(NodeLauncher launcher) {
        return shells.getOrDefault(launcher, ShellStart.NONE);
    }

    /** Over all nodes, without the shell; unknown if it is of one. */
    private Fact<Long> sum(BiFunction<ShellStart, LauncherReply.Ended, Fact<Long>> of) {
        var sum = 0L;
        for (var one : ended.entrySet()) {
            switch (of.apply(shell(one.getKey()), one.getValue())) {
                case Fact.Known<Long>(var value) -> sum += value;
                case Fact.Unavailable<Long> missing -> {
                    return missing;
                }
            }
        }
        return Fact.known(sum);
    }

    private long sum(ToLongFunction<LauncherReply.Ended> of) {
        return ended.values().stream().mapToLong(of).sum();
    }

    /** The largest; unknown if that of one node is, or if they are of different things. */
    private Fact<Long> memory() {
        var kinds = ended.values().stream()
                .flatMap(
                        one -> one.memory() instanceof PeakMemory.Bytes(var _, var of) ? Stream.of(of) : Stream.empty())
                .distinct()
                .toList();
        if (kinds.size() > 1) {
            return Fact.unavailable("measured in different ways: " + String.join("; ", kinds));
        }
        Fact<Long> most = Fact.known(0L);
        for (var one : ended.values()) {
            var peak = memory(one);
            if (peak instanceof Fact.Unavailable<Long>) {
                return peak;
            }
            if (peak.toOptional().orElseThrow() > most.toOptional().orElseThrow()) {
                most = peak;
            }
        }
        return most;
    }

    private static Fact<Long> memory(LauncherReply.Ended one) {
        return switch (one.memory()) {
            case PeakMemory.Bytes(var bytes, var _) -> Fact.known(bytes);
            case PeakMemory.Unavailable(var why) -> Fact.unavailable(why);
        };
    }

    /** At most; each clock may be wrong by half of the time that its answer took, in either direction. */
    private Fact<Long> skew() {
        if (ended.size() == 1) {
            return Fact.unavailable("one node alone");
        }
        var starts = ended.entrySet().stream()
                .mapToLong(one -> one.getKey().clock().here(one.getValue().startNanos()))
                .summaryStatistics();
        var unsure = ended.keySet().stream()
                .mapToLong(launcher -> launcher.clock().roundTripNanos())
                .max()
                .orElseThrow();
        return Fact.known(starts.getMax() - starts.getMin() + unsure);
    }

    private long exit() {
        return ended.values().stream()
                .mapToLong(one -> one.outcome() instanceof Outcome.Exited(var code) ? code : 0)
                .max()
                .orElseThrow();
    }

    private List<Share> shares() {
        return ended.entrySet().stream()
                .map(one -> {
                    var shell = shell(one.getKey());
                    return new Share(
                            one.getKey().node().value(),
                            one.getKey().node(),
                            MeasuredValues.NONE
                                    .with(Quantity.WALL, shell.wall(one.getValue()))
                                    .with(Quantity.USER, shell.user(one.getValue()))
                                    .with(Quantity.SYSTEM, shell.system(one.getValue()))
                                    .with(Quantity.MEMORY_PEAK, memory(one.getValue())));
                })
                .toList();
    }

    /** That {@code what} has left processes, which were ended, if it has. */
    static Optional<RaisedWarning> leftovers(NodeName node, String what, LauncherReply.Ended ended) {
        return ended.leftovers() == 0
                ? Optional.empty()
                : Optional.of(new RaisedWarning(
                        CommandWarning.PROCESSES_LEFT,
                        node + ": " + what + " left " + Quantities.count(ended.leftovers(), "process", "processes")
                                + " running"));
    }

    private List<RaisedWarning> doubts(long wall) {
        var doubts = new ArrayList<>(ofSteps);
        ended.forEach((launcher, one) ->
                leftovers(launcher.node(), "the command", one).ifPresent(doubts::add));
        skew().toOptional()
                .filter(skew -> skew > MUCH_SKEW * wall)
                .ifPresent(skew -> doubts.add(new RaisedWarning(
                        CommandWarning.STARTS_APART, "the starts lie " + Quantities.duration(skew) + " apart")));
        if (shells.values().stream().anyMatch(shell -> shell.wallNanos() > MUCH_SHELL * (wall + shell.wallNanos()))) {
            doubts.add(
                    new RaisedWarning(CommandWarning.SHELL_WEIGHS, "starting the shell takes longer than the command"));
        }
        return doubts;
    }
}
