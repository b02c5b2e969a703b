package dev.volta.core.keeper.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection between a client and its keeper. Threads of its own read and write, for two reasons: an interrupt of a
 * thread that is in the middle of a read or write closes a channel, and with it the conversations of everyone else; and
 * the reader must never wait for anybody, or a slow conversation would hold up the others. A side that has nothing to
 * say says so every {@link #BEAT}.
 */
public final class FrameConnection implements AutoCloseable {
    /** From a side that was silent for longer nothing is to be expected. */
    public static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final int QUEUE_BYTES = 1 << 20;
    private static final int BUFFER = 256 << 10;

    /** The same until a first frame has come: many may connect and say nothing, or be slow to go. */
    private static final int FIRST_BUFFER = 4 << 10;

    private final SocketChannel channel;
    private final Receiver receiver;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition queued = lock.newCondition();
    private final Condition written = lock.newCondition();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean ending;
    private boolean closed;
    private volatile long lastHeardNanos = System.nanoTime();

    /** Takes what arrives, on the thread that reads: it must not wait. */
    public interface Receiver {
        void received(Frame frame) throws KeeperProtocolException;

        /** Called once, last. */
        void lost(String reason);
    }

    private FrameConnection(SocketChannel channel, Receiver receiver) {
        this.channel = channel;
        this.receiver = receiver;
    }

    /** Takes over {@code channel}; nothing is received before {@link #begin}. */
    public static FrameConnection over(SocketChannel channel, Receiver receiver) {
        return new FrameConnection(channel, receiver);
    }

    public void begin(ThreadFactory threads) {
        threads.newThread(this::read).start();
        threads.newThread(this::write).start();
    }

    /** Sends a frame, after those before it; waits while much is waiting already. */
    public void send(Frame frame) throws InterruptedException, IOException {
        lock.lockInterruptibly();
        try {
            while (queuedBytes > QUEUE_BYTES && !closed) {
                written.await();
            }
            enqueue(frame);
        } finally {
            lock.unlock();
        }
    }

    /** Sends a small frame without ever waiting; a connection that is gone swallows it. */
    public void post(Frame frame) {
        lock.lock();
        try {
            enqueue(frame);
        } catch (IOException _) {
            // the receiver is told of the loss by the thread that reads
        } finally {
            lock.unlock();
        }
    }

    /** How long the other side has been silent. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeardNanos);
    }

    /** Closes the connection once everything that waits has been sent. */
    public void finish() {
        lock.lock();
        try {
            ending = true;
            queued.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection now; what still waits is not sent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            queued.signal();
            written.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            channel.close();
        } catch (IOException _) {
            // for this process it is closed either way
        }
    }

    private void enqueue(Frame frame) throws IOException {
        if (frame.payload().length > Frame.MAX_PAYLOAD) {
            throw new KeeperProtocolException("a frame " + frame.type() + " would have " + frame.payload().length
                    + " bytes, at most " + Frame.MAX_PAYLOAD + " are possible");
        }
        if (closed || ending) {
            throw new EOFException("the connection is closed");
        }
        queue.add(frame);
        queuedBytes += frame.size();
        queued.signal();
    }

    private void read() {
        var reason = "it closed the connection";
        try {
            var capacity = FIRST_BUFFER;
            var buffer = ByteBuffer.allocate(capacity);
            while (channel.read(buffer) >= 0) {
                lastHeardNanos = System.nanoTime();
                buffer.flip();
                for (Frame frame; (frame = next(buffer)) != null; ) {
                    capacity = BUFFER;
                    if (frame.type() != FrameType.ALIVE) {
                        receiver.received(frame);
                    }
                }
                buffer = withRoom(buffer, capacity);
            }
        } catch (KeeperProtocolException e) {
            reason = "it broke the protocol: " + e.getMessage();
        } catch (IOException e) {
            reason = "the connection broke (" + e.getMessage() + ")";
        } catch (RuntimeException | Error e) {
            reason = "what it sent could not be taken (" + e + ")";
        } finally {
            close();
            receiver.lost(reason);
        }
    }

    private static @Nullable Frame next(ByteBuffer buffer) throws KeeperProtocolException {
        if (buffer.remaining() < Frame.HEADER) {
            return null;
        }
        var length = buffer.getInt(buffer.position());
        if (length < 0 || length > Frame.MAX_PAYLOAD) {
            throw new KeeperProtocolException("a frame claims " + length + " bytes");
        }
        if (buffer.remaining() - Frame.HEADER < length) {
            return null;
        }
        buffer.getInt();
        var type = FrameType.of(buffer.get());
        var stream = buffer.getInt();
        var payload = new byte[length];
        buffer.get(payload);
        return new Frame(type, stream, payload);
    }

    /** The same bytes, ready to be added to; a frame larger than {@code usual} gets a larger one for as long as it lasts. */
    private static ByteBuffer withRoom(ByteBuffer buffer, int usual) {
        var whole = buffer.remaining() < Frame.HEADER ? 0 : Frame.HEADER + buffer.getInt(buffer.position());
        var capacity = Math.max(usual, whole);
        if (capacity == buffer.capacity()) {
            return buffer.compact();
        }
        return ByteBuffer.allocate(capacity).put(buffer);
    }

    private void write() {
        try {
            for (ByteBuffer bytes; (bytes = take()) != null; ) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException | InterruptedException _) {
            // the thread that reads sees the end of the connection and tells why
        } finally {
            close();
        }
    }

    /** As many waiting frames as go into one write; null when there will be no more. */
    private @Nullable ByteBuffer take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var left = BEAT.toNanos(); queue.isEmpty() && !closed && !ending && left > 0; ) {
                left = queued.awaitNanos(left);
            }
            if (closed || (ending && queue.isEmpty())) {
                return null;
            }
            if (queue.isEmpty()) {
                return put(ByteBuffer.allocate(Frame.HEADER), Frame.of(FrameType.ALIVE, 0))
                        .flip();
            }
            var size = 0;
            for (var frame : queue) {
                size += frame.size();
                if (size > BUFFER) {
                    break;
                }
            }
            var bytes = ByteBuffer.allocate(
                    Math.max(Math.min(size, BUFFER), queue.element().size()));
            for (Frame frame; (frame = queue.peek()) != null && frame.size() <= bytes.remaining(); ) {
                put(bytes, frame);
                queuedBytes -= frame.size();
                queue.remove();
            }
            written.signalAll();
            return bytes.flip();
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer put(ByteBuffer bytes, Frame frame) {
        return bytes.putInt(frame.payload().length)
                .put((byte) frame.type().code())
                .putInt(frame.stream())
                .put(frame.payload());
    }
}
