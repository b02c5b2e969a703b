package dev.volta.core.workload.command;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.NodeName;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.wire.RawText;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/** Judges how commands ended, and says it in words. */
final class CommandEnds {
    private static final int LONGEST_COMPLAINT = 400;
    private static final int SIGKILL = 9;

    private CommandEnds() {}

    /**
     * Why a command has not done what was expected; empty if it has.
     *
     * @param limit of its time
     * @param memory the limit of its memory
     */
    static Optional<String> failure(
            LauncherReply.Ended ended, Expectation expected, Duration limit, Optional<ByteSize> memory) {
        return reason(ended, expected, limit, memory).map(reason -> reason + complaint(ended));
    }

    private static Optional<String> reason(
            LauncherReply.Ended ended, Expectation expected, Duration limit, Optional<ByteSize> memory) {
        if (ended.timedOut()) {
            return Optional.of("did not end within " + DurationFormat.inWords(limit) + " (timeout)");
        }
        if (ended.cancelled()) {
            return Optional.of("was ended before its time");
        }
        if (ended.oomKills() > 0) {
            return Optional.of("was stopped at its memory limit"
                    + memory.map(size -> " of " + size).orElse(""));
        }
        return switch (ended.outcome()) {
            case Outcome.NotStarted(var why) -> Optional.of("cannot be started: " + why);
            case Outcome.Signalled(var signal) ->
                Optional.of("was ended by signal " + signal
                        + (signal == SIGKILL ? " (SIGKILL; the kernel sends it too, for want of memory)" : ""));
            case Outcome.Exited(var code)
            when !expected.exit().contains(code) ->
                Optional.of("has exit status " + code + ", expected " + inWords(expected));
            case Outcome.Exited _ ->
                expected.stdoutSha256()
                        .filter(sha256 -> !sha256.equals(digest(ended)))
                        .map(sha256 -> "printed " + ended.stdout().size() + " bytes with SHA-256 " + digest(ended)
                                + ", expected " + sha256);
        };
    }

    private static final String SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static String digest(LauncherReply.Ended ended) {
        return ended.stdout().size() == 0 ? SHA256_OF_NOTHING : ended.stdout().sha256();
    }

    private static String inWords(Expectation expected) {
        var codes = new TreeSet<>(expected.exit());
        return codes.size() == 1 ? codes.first().toString() : "one of " + codes;
    }

    /** The end of what it said on standard error. */
    private static String complaint(LauncherReply.Ended ended) {
        var said = RawText.printable(RawText.decode(ended.stderr().beginning())).strip();
        if (said.isEmpty()) {
            return "";
        }
        return "; it said: "
                + (said.length() <= LONGEST_COMPLAINT ? said : "…" + said.substring(said.length() - LONGEST_COMPLAINT));
    }

    /** A failure of a command on {@code node}. */
    static String on(NodeName node, String command, String failure) {
        return node + ": " + command + " " + failure;
    }
}
