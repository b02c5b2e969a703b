package dev.volta.core.vm.link;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Frames of a guest, of which those count that come after its answer to the greeting. */
final class LinkReader {
    private final ReadableByteChannel channel;
    private final LinkNonce nonce;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).limit(0);

    LinkReader(ReadableByteChannel channel, LinkNonce nonce) {
        this.channel = channel;
        this.nonce = nonce;
    }

    /** Passes over whatever comes before the guest's answer. */
    void awaitHello() throws IOException {
        var hello = nonce.hello().array();
        while (true) {
            need(hello.length);
            var at = buffer.position();
            if (Arrays.equals(buffer.array(), at, at + hello.length, hello, 0, hello.length)) {
                buffer.position(at + hello.length);
                return;
            }
            buffer.position(at + 1);
        }
    }

    /**
     * The next one.
     *
     * @throws EOFException at the end
     * @throws IOException also if what comes is no frame, or one that is not to come any more
     */
    LinkFrame next() throws IOException {
        while (true) {
            need(1);
            if (buffer.get(buffer.position()) != LinkFrameType.FILLER.code()) {
                return frame();
            }
            buffer.get();
        }
    }

    private LinkFrame frame() throws IOException {
        need(LinkFrame.HEADER);
        var type = LinkFrameType.of(buffer.get());
        var stream = buffer.getInt();
        var length = Short.toUnsignedInt(buffer.getShort());
        if (type.isEmpty() || length > LinkFrame.MOST_PAYLOAD) {
            throw new IOException("what the guest sends is no frame");
        }
        need(length + LinkFrame.MARK);
        var payload = new byte[length];
        buffer.get(payload);
        var mark = new byte[LinkFrame.MARK];
        buffer.get(mark);
        if (!Arrays.equals(mark, 0, mark.length, nonce.bytes(), 0, mark.length)) {
            throw new IOException("what the guest sends is no frame of this connection");
        }
        return new LinkFrame(type.get(), stream, payload);
    }

    private void need(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            buffer.compact();
            var end = channel.read(buffer) < 0;
            buffer.flip();
            if (end) {
                throw new EOFException("the guest's port was closed");
            }
        }
    }
}
