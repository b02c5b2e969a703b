package dev.volta.core.keeper.server;

import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameConnection;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.stream.Credit;
import dev.volta.core.stream.ReceivedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One thing that a client asked for, from its first frame to its answer; a thread of its own sees to it. */
final class ClientRequest implements OutputSink, TransferProgress {
    private static final int PROGRESS_BYTES = 16;

    private final int stream;
    private final FrameConnection line;
    private final Thread thread;
    private final Credit credit = new Credit(Frame.WINDOW);
    private final ReceivedInput stdin = new ReceivedInput(Frame.WINDOW, this::grantMore);

    /** What to do. */
    interface Duty {
        void carryOut(ClientRequest errand);
    }

    ClientRequest(String name, int stream, FrameConnection line, Duty duty) {
        this.stream = stream;
        this.line = line;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> duty.carryOut(this));
    }

    void start() {
        thread.start();
    }

    int stream() {
        return stream;
    }

    /** Nobody waits for the answer any more. */
    void cancel() {
        credit.close();
        thread.interrupt();
    }

    void grant(int bytes) {
        credit.grant(bytes);
    }

    /** Whatever still comes from the program, from what it left in the background for instance, is not sent. */
    void over() {
        credit.close();
    }

    boolean ended(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    /** What the client sends for the program to read. */
    ReceivedInput stdin() {
        return stdin;
    }

    private void grantMore(int bytes) {
        line.post(new KeeperPayloadWriter().number(bytes).frame(FrameType.CREDIT, stream));
    }

    @Override
    public void stdout(ByteBuffer bytes) {
        send(FrameType.OUT, bytes);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        send(FrameType.ERR, bytes);
    }

    @Override
    public void moved(long bytes, long total) {
        if (credit.take(PROGRESS_BYTES)) {
            send(new KeeperPayloadWriter().number(bytes).number(total).frame(FrameType.PROGRESS, stream));
        }
    }

    private void send(FrameType type, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var piece = new byte[Math.min(bytes.remaining(), Frame.PIECE)];
            bytes.get(piece);
            if (!credit.take(piece.length)) {
                return;
            }
            send(new Frame(type, stream, piece));
        }
    }

    private void send(Frame frame) {
        try {
            line.send(frame);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // the client is gone: its connection tells every errand so
        }
    }
}
