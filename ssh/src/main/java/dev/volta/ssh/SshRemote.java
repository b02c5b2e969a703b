package dev.volta.ssh;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import dev.volta.core.stream.Duplex;
import dev.volta.core.stream.LocalListener;
import java.io.IOException;
import java.nio.file.Path;

/** A node at the other end of a wire. */
final class SshRemote implements Remote {
    private final SshTarget target;
    private final SshConnection wire;
    private final Sessions sessions;

    SshRemote(SshTarget target, SshConnection wire) {
        this.target = target;
        this.wire = wire;
        this.sessions = new Sessions(target, wire);
    }

    @Override
    public NodeName node() {
        return target.node();
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        return new Execution(target, sessions, command, sink).run();
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException {
        return new Sending(this, target, sessions, upload, progress).run();
    }

    @Override
    public void download(String source, Path destination, TransferProgress progress) throws InterruptedException {
        new Fetching(target, sessions, source, destination, progress).run();
    }

    @Override
    public Tunnel socketToNode(Path here, String there) {
        return LocalListener.open(target.node(), here, transport(() -> wire.socket(there)));
    }

    @Override
    public Tunnel portToNode(Port here, Port there) {
        return LocalListener.open(target.node(), here, transport(() -> wire.port(there.number())));
    }

    private interface Connecting {
        Duplex connect() throws IOException, InterruptedException;
    }

    private LocalListener.Transport transport(Connecting connecting) {
        return new LocalListener.Transport() {
            @Override
            public boolean isOpen() {
                return wire.isOpen();
            }

            @Override
            public Duplex connect() throws IOException, InterruptedException {
                return connecting.connect();
            }
        };
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
        return NodeListener.open(this, target, wire, there, here);
    }

    @Override
    public void close() {
        wire.close();
    }
}
