package dev.volta.core.doctor;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import dev.volta.core.supervisor.PlainSupervisor;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Programs on a node that {@code volta exec} started and that nothing waits for any more, because it was killed or they put
 * themselves into the background. They carry its mark in their environment, as {@code core.fleet.MarkedProcesses} describes.
 */
final class LeftPrograms {
    private static final String NAME = "left programs";
    private static final int MOST_NAMED = 5;
    private static final Script LEFT = Script.of(LeftPrograms.class, "left.sh")
            .to("look for programs that were left running")
            .including(PlainSupervisor.class, "watchers.sh")
            .including(PlainSupervisor.class, "marked.sh")
            .including(PlainSupervisor.class, "identity.sh");

    private LeftPrograms() {}

    static CheckResult look(Remote remote, Duration limit) throws InterruptedException {
        var left = LEFT.withLimit(limit).run(remote).require().out().lines().toList();
        if (left.isEmpty()) {
            return CheckResult.ok(remote.node(), NAME, "none of a 'volta exec' that has ended");
        }
        var named = left.stream().limit(MOST_NAMED).map(LeftPrograms::describe).collect(Collectors.joining("; "));
        var more = left.size() > MOST_NAMED ? "; and " + (left.size() - MOST_NAMED) + " more" : "";
        var pids = left.stream()
                .limit(MOST_NAMED)
                .map(line -> line.split(" ", 2)[0])
                .collect(Collectors.joining(" "));
        return CheckResult.warning(
                remote.node(),
                NAME,
                "a 'volta exec' has left running: " + named + more,
                "end what nobody needs: volta exec -l " + remote.node() + " -- kill " + pids);
    }

    private static String describe(String line) {
        var words = line.strip().split(" ", 3);
        return "process " + words[0] + (words.length > 2 ? " '" + words[2].strip() + "'" : "") + " of run " + words[1];
    }
}
