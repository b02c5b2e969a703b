package dev.volta.core.fleet;

import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes of one command on one node, which carry a mark in their environment: {@code VOLTA_RUN=run:node:}. sshd
 * up to 9.x refuses to signal what root runs, and lets a command live on when its connection goes; by the mark a command
 * can be ended with all that it started, whoever it runs as. Linux only: elsewhere there is no {@code /proc}.
 */
public record MarkedProcesses(String mark) {
    private static final Duration LIMIT = Duration.ofSeconds(6);

    public static MarkedProcesses of(String run, Remote remote) {
        return new MarkedProcesses(run + ":" + remote.node() + ":");
    }

    /** {@code argv} with the mark. */
    public List<String> marked(List<String> argv) {
        var all = new ArrayList<>(List.of("env", "VOLTA_RUN=" + mark));
        all.addAll(argv);
        return all;
    }

    /** Ends what carries the mark. A node that cannot be asked any more is left as it is. */
    public void end(Remote remote, Privilege privilege) throws InterruptedException {
        try {
            Script.of(MarkedProcesses.class, "end-marked.sh")
                    .with(mark)
                    .withRights(privilege::command)
                    .withLimit(LIMIT)
                    .run(remote);
        } catch (RemoteException _) {
            // The connection is gone, and with it the only way there.
        }
    }
}
