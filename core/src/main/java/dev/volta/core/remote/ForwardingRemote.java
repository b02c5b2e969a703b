package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import java.nio.file.Path;

/** A node as another remote has it; what is to be otherwise is overridden. */
public abstract class ForwardingRemote implements Remote {
    private final Remote remote;

    protected ForwardingRemote(Remote remote) {
        this.remote = remote;
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
        return remote.run(command, sink);
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
    public Tunnel portToNode(Port here, Port there) throws InterruptedException {
        return remote.portToNode(here, there);
    }

    @Override
    public void close() {
        remote.close();
    }
}
