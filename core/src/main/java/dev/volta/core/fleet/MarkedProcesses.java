package dev.volta.core.fleet;

import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.UnprovenScriptException;
import dev.volta.core.supervisor.PlainSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of one command on one node, which carry a mark in their environment: {@code VOLTA_RUN=run:node:}. sshd
 * up to 9.x refuses to signal what root runs, and lets a command live on when its connection goes; by the mark a command
 * can be ended with all that it started, whoever it runs as. Linux only: elsewhere there is no {@code /proc}.
 */
public record MarkedProcesses(String mark) {
    /** Where grep does not find a mark, a shell has to read all environments, byte by byte. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Script END = Script.of(MarkedProcesses.class, "end-marked.sh")
            .to("end what the command has started")
            .including(PlainSupervisor.class, "marked.sh")
            .including(PlainSupervisor.class, "identity.sh");

    public static MarkedProcesses of(String run, Remote remote) {
        return new MarkedProcesses(run + ":" + remote.node() + ":");
    }

    /** {@code argv} with the mark. */
    public List<String> marked(List<String> argv) {
        var all = new ArrayList<>(List.of("env", "VOLTA_RUN=" + mark));
        all.addAll(argv);
        return all;
    }

    /**
     * Ends what carries the mark. A node that cannot be asked any more is left as it is.
     *
     * @return what could not be ended, if anything, or why nobody knows
     */
    public Optional<String> end(Remote remote, Privilege privilege) throws InterruptedException {
        try {
            var ended = END.with(mark)
                    .withRights(privilege::command)
                    .withLimit(LIMIT)
                    .run(remote);
            return ended.ok() ? Optional.empty() : Optional.of(reason(ended));
        } catch (UnprovenScriptException e) {
            return Optional.of(unknown(String.valueOf(e.getMessage())));
        } catch (RemoteException e) {
            // Without a connection there is no way there, which whoever lost it tells. A node with one, but without
            // room for
            // a session besides that of the command itself, may be busy with it still.
            return remote.isOpen() ? Optional.of(unknown(String.valueOf(e.getMessage()))) : Optional.empty();
        }
    }

    /** The same for a command that was interrupted, which then is a failure if something is left. */
    public void endInterrupted(Remote remote, Privilege privilege) throws InterruptedException {
        var left = end(remote, privilege);
        if (left.isPresent()) {
            Thread.currentThread().interrupt();
            throw new RemoteException(remote.node(), "interrupted, and not ended: " + left.get());
        }
    }

    private static String reason(Completed ended) {
        var said = ended.err().strip();
        return said.isEmpty() ? unknown(ended.status().toString()) : said;
    }

    private static String unknown(String why) {
        return "whether its processes have ended is unknown (" + why + ")";
    }
}
