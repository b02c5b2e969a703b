package dev.volta.core.fleet;

import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import java.nio.file.Path;

/** A node on which a program that is interrupted here ends there too, with all that it started. */
public record MarkedRemote(Remote remote, MarkedProcesses processes) implements Remote {
    public static MarkedRemote of(String run, Remote remote) {
        return new MarkedRemote(remote, MarkedProcesses.of(run, remote));
    }

    @Override
    public NodeName node() {
        return remote.node();
    }

    @Override
    public boolean isOpen() {
        return remote.isOpen();
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        try {
            return remote.run(new Command(processes.marked(command.argv()), command.stdin(), command.timeout()), sink);
        } catch (InterruptedException e) {
            processes.end(remote, new Privilege.AsLoggedIn());
            throw e;
        }
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException {
        return remote.upload(upload, progress);
    }

    @Override
    public void download(String source, Path target, TransferProgress progress) throws InterruptedException {
        remote.download(source, target, progress);
    }

    @Override
    public Tunnel socketToNode(Path here, String there) throws InterruptedException {
        return remote.socketToNode(here, there);
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
        return remote.socketFromNode(there, here);
    }

    @Override
    public void close() {
        remote.close();
    }
}
