package dev.volta.core.keeper.client;

import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that a keeper runs.
 *
 * @param argv starts it; it must accept at the place it is given, or end
 * @param build names it, so that a keeper of another build is noticed
 */
public record KeeperProgram(List<String> argv, String build) {
    private static final NodeName HERE = new NodeName("local");
    private static final int TAIL = 600;

    /** A session of its own, so that a Ctrl-C at this terminal does not reach it; nothing of this process is open in it. */
    private static final String DETACHED =
            "cd / && log=$1 && shift && { setsid \"$@\" </dev/null >>\"$log\" 2>&1 & } && echo $!";

    public KeeperProgram {
        argv = List.copyOf(argv);
    }

    /** Starts it and returns at once. */
    ProcessHandle start(KeeperPlace place) throws InterruptedException {
        var command =
                new ArrayList<>(List.of("sh", "-c", DETACHED, "sh", place.log().toString()));
        command.addAll(argv);
        var started = new LocalRemote(HERE).run(Command.of(command)).require();
        return ProcessHandle.of(Long.parseLong(started.out().strip()))
                .orElseThrow(() -> failed(place, "it ended at once"));
    }

    static KeeperException failed(KeeperPlace place, String problem) {
        return new KeeperException("the keeper did not start: " + problem + tail(place));
    }

    private static String tail(KeeperPlace place) {
        try {
            var log = new String(RegularFile.readAllBytes(place.log()), StandardCharsets.UTF_8).strip();
            return "; " + place.log() + " ends with: " + log.substring(Math.max(0, log.length() - TAIL));
        } catch (IOException _) {
            return "; it left no log";
        }
    }
}
