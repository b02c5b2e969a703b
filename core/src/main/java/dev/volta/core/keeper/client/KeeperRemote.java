package dev.volta.core.keeper.client;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.keeper.wire.ExitCodec;
import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.KeeperPayloadReader;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.keeper.wire.TunnelSpecCodec;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import dev.volta.core.wire.RawText;
import dev.volta.core.wire.Umask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A node over a connection that the keeper has lent to this command. */
final class KeeperRemote implements Remote {
    private final KeeperLink link;
    private final NodeName node;
    private final long lease;

    KeeperRemote(KeeperLink link, NodeName node, long lease) {
        this.link = link;
        this.node = node;
        this.lease = lease;
    }

    @Override
    public NodeName node() {
        return node;
    }

    @Override
    public boolean isOpen() {
        return !link.isLost();
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        var request = request().texts(command.argv()).flag(command.timeout().isPresent());
        command.timeout().ifPresent(request::duration);
        try (var talk = link.converse()) {
            talk.send(FrameType.RUN, request);
            try (var input = SentInput.begin(talk, command.stdin())) {
                while (true) {
                    var frame = talk.take();
                    switch (frame.type()) {
                        case CREDIT -> input.grant(new KeeperPayloadReader(frame).number());
                        case OUT -> shown(talk, frame, sink::stdout);
                        case ERR -> shown(talk, frame, sink::stderr);
                        default -> {
                            return ExitCodec.read(talk.answer(frame));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw lost("'" + command.brief() + "' ran; whether it ended is unknown, check on the node", e);
        }
    }

    private static void shown(KeeperConversation talk, Frame frame, Consumer<ByteBuffer> sink) {
        sink.accept(ByteBuffer.wrap(frame.payload()));
        talk.consumed(frame.payload().length);
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException {
        var request = request()
                .text(RawText.of(upload.source().toAbsolutePath()))
                .text(upload.target())
                .number(upload.mode());
        try {
            var sent = transfer(FrameType.UPLOAD, request, progress).flag();
            return sent ? Upload.Outcome.SENT : Upload.Outcome.ALREADY_THERE;
        } catch (IOException e) {
            throw lost(upload.source() + " was copied to " + upload.target(), e);
        }
    }

    @Override
    public void download(String source, Path target, TransferProgress progress) throws InterruptedException {
        var request = request().text(source).text(RawText.of(target.toAbsolutePath()));
        try {
            transfer(FrameType.DOWNLOAD, request, progress);
        } catch (IOException e) {
            throw lost(source + " was copied to " + target, e);
        }
        try {
            Umask.restrict(target); // the keeper has made it, with the umask of whoever started it
        } catch (IOException e) {
            throw new RemoteException(node, "cannot change the mode of " + IoReason.withFile(e), e);
        }
    }

    @Override
    public Tunnel socketToNode(Path here, String there) throws InterruptedException {
        return tunnel(new TunnelSpec.Sockets(node, true, here, there));
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
        return tunnel(new TunnelSpec.Sockets(node, false, here, there));
    }

    @Override
    public Tunnel portToNode(Port here, Port there) throws InterruptedException {
        return tunnel(new TunnelSpec.Ports(node, here, there));
    }

    /** Gives the connection back; the keeper keeps it, and the tunnels that were opened over it. */
    @Override
    public void close() {
        link.release(lease);
    }

    private KeeperPayloadReader transfer(FrameType type, KeeperPayloadWriter request, TransferProgress progress)
            throws IOException, InterruptedException {
        try (var talk = link.converse()) {
            talk.send(type, request);
            for (Frame frame; ; talk.consumed(frame.payload().length)) {
                frame = talk.take();
                if (frame.type() != FrameType.PROGRESS) {
                    return talk.answer(frame);
                }
                var moved = new KeeperPayloadReader(frame);
                progress.moved(moved.longNumber(), moved.longNumber());
            }
        }
    }

    private Tunnel tunnel(TunnelSpec way) throws InterruptedException {
        var request = TunnelSpecCodec.write(way, request());
        try (var talk = link.converse()) {
            talk.send(FrameType.TUNNEL, request);
            return new KeeperTunnel(link, node, talk.answer().longNumber());
        } catch (IOException e) {
            throw lost("the tunnel between " + way.endHere() + " and " + way.endThere() + " was opened", e);
        }
    }

    private KeeperPayloadWriter request() {
        return new KeeperPayloadWriter().number(lease);
    }

    private RemoteException lost(String doing, IOException cause) {
        return lost(node, "while " + doing, cause);
    }

    static RemoteException lost(NodeName node, String when, IOException cause) {
        return new RemoteException(node, "the keeper was lost (" + cause.getMessage() + ") " + when, cause);
    }
}
