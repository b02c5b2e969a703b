package dev.volta.core.workload.command;

import dev.volta.core.facts.Fact;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.statistics.Sample;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.TrialFailure;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a shell takes that does nothing: medians of some starts. Subtracted from a command that a shell ran, it leaves the
 * command, as far as a median tells.
 */
record ShellStart(long wallNanos, long userNanos, long systemNanos) {
    static final int STARTS = 31;

    static final ShellStart NONE = new ShellStart(0, 0, 0);

    static ShellStart of(List<LauncherReply.Ended> starts) {
        return new ShellStart(
                median(starts, ended -> ended.endNanos() - ended.startNanos()),
                median(starts, ended -> ended.usage().userNanos()),
                median(starts, ended -> ended.usage().systemNanos()));
    }

    private static long median(List<LauncherReply.Ended> starts, ToLongFunction<LauncherReply.Ended> of) {
        var values =
                starts.stream().map(start -> (double) of.applyAsLong(start)).toList();
        return Math.round(Sample.of(values).summary().orElseThrow().median());
    }

    /** @throws TrialFailure if the command took no longer than the shell alone, so that nothing is left */
    long wall(LauncherReply.Ended ended) {
        var all = ended.endNanos() - ended.startNanos();
        if (all <= wallNanos) {
            throw new TrialFailure("the command took " + Quantities.duration(all)
                    + ", no longer than a shell that does nothing (" + Quantities.duration(wallNanos)
                    + "); run the program itself, without a shell");
        }
        return all - wallNanos;
    }

    Fact<Long> user(LauncherReply.Ended ended) {
        return without(ended.usage().userNanos(), userNanos);
    }

    Fact<Long> system(LauncherReply.Ended ended) {
        return without(ended.usage().systemNanos(), systemNanos);
    }

    Fact<Long> cpu(LauncherReply.Ended ended) {
        return without(ended.usage().userNanos() + ended.usage().systemNanos(), userNanos + systemNanos);
    }

    private static Fact<Long> without(long all, long shell) {
        return all >= shell
                ? Fact.known(all - shell)
                : Fact.unavailable("less than a shell takes that does nothing, which was to be subtracted");
    }
}
