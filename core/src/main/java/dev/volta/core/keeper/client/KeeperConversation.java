package dev.volta.core.keeper.client;

import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameConnection;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.KeeperFault;
import dev.volta.core.keeper.wire.KeeperPayloadReader;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.keeper.wire.KeeperProtocolException;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One request and what comes back, on a stream of its own. Closing it before the answer cancels the request. */
final class KeeperConversation implements AutoCloseable {
    private static final int GRANT = 64 << 10;

    private final KeeperLink link;
    private final FrameConnection line;
    private final int stream;
    private final LinkedBlockingQueue<Frame> inbox = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException failure;
    private int consumed;
    private boolean answered;

    KeeperConversation(KeeperLink link, FrameConnection line, int stream) {
        this.link = link;
        this.line = line;
        this.stream = stream;
    }

    int stream() {
        return stream;
    }

    void send(FrameType type, KeeperPayloadWriter payload) throws IOException, InterruptedException {
        send(payload.frame(type, stream));
    }

    void send(Frame frame) throws IOException, InterruptedException {
        line.send(frame);
    }

    /** Whoever takes next gets {@code reason} thrown. */
    void fail(RuntimeException reason) {
        failure = reason;
        receive(Frame.of(FrameType.LOST, stream));
    }

    /** What the keeper says next. Its queue is bounded by what {@link #consumed} lets the keeper send. */
    Frame take() throws LinkLost, InterruptedException {
        var frame = inbox.take();
        if (frame.type() != FrameType.LOST) {
            return frame;
        }
        if (failure != null) {
            throw failure;
        }
        throw new LinkLost(link.lossReason());
    }

    /** The answer to a request that has nothing else to say; its failure is thrown. */
    KeeperPayloadReader answer() throws IOException, InterruptedException {
        return answer(take());
    }

    KeeperPayloadReader answer(Frame frame) throws IOException {
        return switch (frame.type()) {
            case DONE -> {
                answered = true;
                yield new KeeperPayloadReader(frame);
            }
            case FAILED -> {
                answered = true;
                throw KeeperFault.read(frame).exception();
            }
            default -> throw new KeeperProtocolException("unexpected " + frame.type());
        };
    }

    /** Lets the keeper send as much again; told in portions, so that little output costs no frame. */
    void consumed(int bytes) {
        consumed += bytes;
        if (consumed >= GRANT) {
            line.post(new KeeperPayloadWriter().number(consumed).frame(FrameType.CREDIT, stream));
            consumed = 0;
        }
    }

    void receive(Frame frame) {
        inbox.add(frame);
    }

    @Override
    public void close() {
        if (!answered) {
            line.post(Frame.of(FrameType.CANCEL, stream));
        }
        link.ended(this);
    }
}
