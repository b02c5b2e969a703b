package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import java.nio.file.Path;

/** A remote for tests of what only runs programs; files and tunnels are no part of it. */
public abstract class RunningOnly implements Remote {
    private final NodeName node;

    protected RunningOnly(NodeName node) {
        this.node = node;
    }

    @Override
    public NodeName node() {
        return node;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void download(String source, Path target, TransferProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel socketToNode(Path here, String there) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel portToNode(Port here, Port there) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
