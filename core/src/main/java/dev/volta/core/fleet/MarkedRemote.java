package dev.volta.core.fleet;

import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;

/** A node on which a program that is interrupted here ends there too, with all that it started. */
public final class MarkedRemote extends ForwardingRemote {
    private final Remote remote;
    private final MarkedProcesses processes;

    private MarkedRemote(Remote remote, MarkedProcesses processes) {
        super(remote);
        this.remote = remote;
        this.processes = processes;
    }

    public static MarkedRemote of(String run, Remote remote) {
        return new MarkedRemote(remote, MarkedProcesses.of(run, remote));
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        try {
            return remote.run(command.withArgv(processes.marked(command.argv())), sink);
        } catch (InterruptedException e) {
            processes.endInterrupted(remote, new Privilege.AsLoggedIn());
            throw e;
        }
    }
}
