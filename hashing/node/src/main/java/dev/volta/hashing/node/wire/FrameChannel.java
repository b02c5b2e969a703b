package dev.volta.hashing.node.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a blocking socket. One thread reads, any thread sends; a send blocks while the peer does not read,
 * which is the back-pressure. Closing it from another thread ends both with an exception.
 */
public final class FrameChannel implements AutoCloseable {
    /** Most frames fit, and thousands of connections have one each; a longer frame takes more until it was decoded. */
    private static final int FIRST_CAPACITY = 4 << 10;
    /** For each thread the system's side of a channel keeps a buffer outside the heap that is as large as the largest call. */
    private static final int MOST_PER_CALL = 16 << 10;

    private final SocketChannel socket;
    private final Object sending = new Object();
    private ByteBuffer input = ByteBuffer.allocate(FIRST_CAPACITY).flip();
    private int mostBytes;
    private final @Nullable LargeFrames room;
    private final AtomicInteger taken = new AtomicInteger();

    /** For one of a few connections. */
    public FrameChannel(SocketChannel socket, int mostBytes) {
        this(socket, mostBytes, null);
    }

    /** @param room what all connections have together for long frames; without it each takes what it needs */
    public FrameChannel(SocketChannel socket, int mostBytes, @Nullable LargeFrames room) {
        this.socket = socket;
        this.mostBytes = mostBytes;
        this.room = room;
    }

    /** Called by the reading thread once the peer has proved who it is. */
    public void trust() {
        mostBytes = Frames.MOST_BYTES;
    }

    /** The next message, or null if the peer closed the connection between two frames. */
    public @Nullable Message read() throws IOException {
        // Whoever asks for the next message is done with the last one.
        giveRoomBack();
        if (!fill(Frames.LENGTH_BYTES, true)) {
            return null;
        }
        int length = input.getInt();
        if (length < 1) {
            throw length == 0
                    ? PayloadReader.malformed("a frame of length 0 has no type")
                    : tooLong(Integer.toUnsignedLong(length));
        }
        if (length > mostBytes) {
            throw tooLong(length);
        }
        if (length > FIRST_CAPACITY && room != null) {
            room.take(length);
            taken.set(length);
        }
        fill(length, false);
        ByteBuffer frame = input.slice(input.position(), length);
        input.position(input.position() + length);
        Message message = Frames.decode(frame);
        if (input.capacity() > FIRST_CAPACITY && input.remaining() <= FIRST_CAPACITY) {
            input = ByteBuffer.allocate(FIRST_CAPACITY).put(input).flip();
        }
        return message;
    }

    private void giveRoomBack() {
        int bytes = taken.getAndSet(0);
        if (room != null && bytes > 0) {
            room.giveBack(bytes);
        }
    }

    public void send(Message message) throws IOException {
        ByteBuffer frame = Frames.encode(message);
        synchronized (sending) {
            int end = frame.limit();
            while (frame.position() < end) {
                socket.write(frame.limit(Math.min(end, frame.position() + MOST_PER_CALL)));
            }
        }
    }

    @Override
    public void close() {
        giveRoomBack();
        try {
            // Wakes a thread that is blocked in read or write, which a bare close(2) does not.
            socket.shutdownInput();
            socket.shutdownOutput();
        } catch (IOException | NotYetConnectedException e) {
            // The peer was faster, or there is none yet.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is lost: whatever mattered was sent before.
        }
    }

    private ProtocolException tooLong(long length) {
        return new ProtocolException(Fault.TOO_LONG, "a frame of " + length + " bytes is over " + mostBytes);
    }

    /** Makes {@code bytes} bytes available; false at an end of file before the first of them, if that is allowed. */
    private boolean fill(int bytes, boolean mayEnd) throws IOException {
        if (input.remaining() >= bytes) {
            return true;
        }
        if (input.capacity() < bytes) {
            input = ByteBuffer.allocate(bytes).put(input);
        } else {
            input.compact();
        }
        try {
            while (input.position() < bytes) {
                input.limit(Math.min(input.capacity(), input.position() + MOST_PER_CALL));
                if (socket.read(input) < 0) {
                    if (mayEnd && input.position() == 0) {
                        return false;
                    }
                    throw new EOFException("connection ended inside a frame");
                }
            }
        } finally {
            input.flip();
        }
        return true;
    }
}
