package dev.volta.ssh.openssh;

import dev.volta.core.remote.ExitStatus;
import dev.volta.core.stream.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a connection (RFC 4254 section 5). The session's one reading thread calls what begins with {@code on}, and
 * never waits: what comes is kept up to the size of the window, so a slow reader holds up this channel alone.
 */
public final class ProxyChannel implements Duplex {
    static final int WINDOW = 2 << 20;
    static final int PACKET = 32 << 10;

    private static final int STDERR = 1;
    private static final String QUESTION = "keepalive@openssh.com";

    private final ProxySession session;
    private final int id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ReceivedBytes output = new ReceivedBytes(this::taken);
    private final ReceivedBytes errors = new ReceivedBytes(this::taken);
    private final OutputStream input = new Sink();

    // guarded by lock
    private long peer = -1;
    private long window;
    private int packet = PACKET;
    private int queued;
    private int taken;
    private long room = 2L * WINDOW; // twice: not all servers count alike
    private @Nullable Boolean granted;
    private int answers;
    private Optional<String> refusal = Optional.empty();
    private Optional<ExitStatus> status = Optional.empty();
    private boolean endSent;
    private boolean closeSent;
    private boolean gone;

    ProxyChannel(ProxySession session, int id) {
        this.session = session;
        this.id = id;
    }

    @Override
    public OutputStream toNode() {
        return input;
    }

    @Override
    public InputStream fromNode() {
        return output;
    }

    public InputStream errors() {
        return errors;
    }

    /** How the program ended; empty if it has not, or if the channel went away without telling. */
    public Optional<ExitStatus> ending(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var left = limit.toNanos(); status.isEmpty() && !gone && left > 0; ) {
                left = moved.awaitNanos(left);
            }
            return status;
        } finally {
            lock.unlock();
        }
    }

    /** Has the server send the program a signal (RFC 4254 section 6.9). */
    public void signal(String name) {
        lock.lock();
        try {
            if (canSend()) {
                session.send(
                        message(ChannelMessage.REQUEST).text("signal").octet(0).text(name));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the server has confirmed the channel. */
    void awaitOpen(Duration limit) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var left = limit.toNanos(); peer < 0 && refusal.isEmpty() && !gone; ) {
                if (left <= 0) {
                    throw new IOException("the server does not answer");
                }
                left = moved.awaitNanos(left);
            }
            if (refusal.isPresent()) {
                throw new IOException(refusal.get());
            }
            if (gone) {
                throw new IOException("the connection is gone");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the server start a program or subsystem. */
    void start(String request, String argument, Duration limit) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            request(message -> message.text(request).octet(1).text(argument));
            for (var left = limit.toNanos(); granted == null && !gone; ) {
                if (left <= 0) {
                    throw new IOException("the server does not answer");
                }
                left = moved.awaitNanos(left);
            }
            if (!Boolean.TRUE.equals(granted)) {
                throw new IOException(gone ? "the channel was closed" : "the server refuses '" + request + "'");
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes of both streams have arrived. */
    public long arrived() {
        return output.arrived() + errors.arrived();
    }

    /** Asks the server something that it does not know, and answers all the same; nothing on a channel that has ended. */
    public void ask() {
        lock.lock();
        try {
            request(message -> message.text(QUESTION).octet(1));
        } finally {
            lock.unlock();
        }
    }

    /** How many questions of {@link #ask()} were answered. */
    public int answers() {
        lock.lock();
        try {
            return answers;
        } finally {
            lock.unlock();
        }
    }

    private void request(Consumer<MuxMessage> content) {
        if (canSend()) { // a server ends the connection when a channel that it has closed is asked for something
            var message = message(ChannelMessage.REQUEST);
            content.accept(message);
            session.send(message);
        }
    }

    private MuxMessage message(int type) {
        return new MuxMessage().octet(0).octet(type).number(peer);
    }

    private boolean canSend() {
        return peer >= 0 && !closeSent && !gone;
    }

    /** What was read makes room for more. */
    private void taken(int bytes) {
        lock.lock();
        try {
            taken += bytes;
            if (taken >= WINDOW / 4 && canSend()) {
                session.send(message(ChannelMessage.WINDOW_ADJUST).number(taken));
                room += taken;
                taken = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (canSend()) {
                session.send(message(ChannelMessage.CLOSE));
            }
            closeSent = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        output.close();
        errors.close();
    }

    void onConfirmation(long number, long size, long largest) {
        lock.lock();
        try {
            peer = number;
            window += size;
            packet = Math.clamp(largest, 1, PACKET);
            if (closeSent) {
                session.send(message(ChannelMessage.CLOSE)); // nobody waited for it
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void onRefusal(String reason) {
        lock.lock();
        try {
            refusal = Optional.of(reason);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        onGone();
    }

    void onWindow(long more) {
        lock.lock();
        try {
            window += more;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void onAnswer(boolean success) {
        lock.lock();
        try {
            if (granted == null) {
                granted = success;
            } else {
                answers++;
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void onData(byte[] data) throws IOException {
        received(data.length);
        output.put(data);
    }

    /** Ends the connection to a server that sends more than it may, since what nobody reads yet is kept. */
    private void received(int bytes) throws IOException {
        lock.lock();
        try {
            room -= bytes;
            if (room < 0) {
                throw new IOException("the server sends more than the window of a channel");
            }
        } finally {
            lock.unlock();
        }
    }

    void onExtendedData(int kind, byte[] data) throws IOException {
        received(data.length);
        if (kind == STDERR) {
            errors.put(data);
        } else {
            taken(data.length); // nobody reads it, and it has used up the window
        }
    }

    void onEnd() {
        output.end();
        errors.end();
    }

    void onRequest(ByteBuffer in) throws IOException {
        var name = MuxMessage.text(in);
        var wantsAnswer = in.get() != 0;
        lock.lock();
        try {
            switch (name) {
                case "exit-status" -> status = Optional.of(new ExitStatus.Exited(in.getInt()));
                case "exit-signal" -> status = Optional.of(new ExitStatus.Signalled(MuxMessage.text(in)));
                default -> {
                    if (wantsAnswer && canSend()) {
                        session.send(message(ChannelMessage.FAILURE));
                    }
                }
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server has closed the channel. */
    void onClose() {
        lock.lock();
        try {
            if (canSend()) {
                session.send(message(ChannelMessage.CLOSE));
            }
            closeSent = true;
        } finally {
            lock.unlock();
        }
        onGone();
    }

    /** The channel or its connection is gone. */
    void onGone() {
        lock.lock();
        try {
            gone = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        onEnd();
    }

    int id() {
        return id;
    }

    private void written(int bytes) {
        lock.lock();
        try {
            queued -= bytes;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            lock.lock();
            try {
                for (var done = 0; done < length; ) {
                    if (!canSend() || endSent) {
                        throw new IOException("the channel is closed");
                    }
                    if (window == 0 || queued >= WINDOW) { // a server may open its window as wide as it likes
                        moved.await();
                        continue;
                    }
                    var n = (int) Math.min(window, Math.min(packet, length - done));
                    session.send(message(ChannelMessage.DATA).data(bytes, offset + done, n), () -> written(n));
                    queued += n;
                    window -= n;
                    done += n;
                }
            } catch (InterruptedException e) {
                throw (InterruptedIOException) new InterruptedIOException("writing was interrupted").initCause(e);
            } finally {
                lock.unlock();
            }
        }

        /** Sends the end of the input, and leaves the way back open. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (canSend() && !endSent) {
                    session.send(message(ChannelMessage.EOF));
                }
                endSent = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
