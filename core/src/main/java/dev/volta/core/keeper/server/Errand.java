package dev.volta.core.keeper.server;

import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Line;
import dev.volta.core.keeper.wire.PayloadWriter;
import dev.volta.core.keeper.wire.ProtocolException;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.TransferProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One thing that a client asked for, from its first frame to its answer; a thread of its own sees to it. */
final class Errand implements OutputSink, TransferProgress {
    /** What a client takes without having to say so. */
    static final int WINDOW = 256 << 10;

    private static final int PROGRESS_BYTES = 16;

    private final int stream;
    private final Line line;
    private final Thread thread;
    private final Credit credit = new Credit(WINDOW);
    private final CountDownLatch stdinThere = new CountDownLatch(1);
    private volatile byte[] stdin = {};
    private int stdinHeld;

    /** What to do. */
    interface Duty {
        void carryOut(Errand errand);
    }

    Errand(String name, int stream, Line line, Duty duty) {
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

    /** Tells the client to send the input, and waits for it. */
    byte[] gatherStdin(int length) throws InterruptedException {
        stdin = new byte[length];
        line.post(Frame.of(FrameType.READY, stream));
        stdinThere.await();
        return stdin;
    }

    /** A piece of the input; called by the thread that reads the connection, in order. */
    void input(byte[] piece) throws ProtocolException {
        if (stdinHeld + piece.length > stdin.length) {
            throw new ProtocolException("more standard input than was announced");
        }
        System.arraycopy(piece, 0, stdin, stdinHeld, piece.length);
        stdinHeld += piece.length;
        if (stdinHeld == stdin.length) {
            stdinThere.countDown();
        }
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
            send(new PayloadWriter().number(bytes).number(total).frame(FrameType.PROGRESS, stream));
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
