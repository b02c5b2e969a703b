package dev.volta.core.vm.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * What tells the frames of one connection from what is left of an earlier one: {@link #SIZE} random bytes. None of them is
 * zero, so that fillers in place of a mark are seen to be none.
 */
record LinkNonce(byte[] bytes) {
    static final int SIZE = 16;

    /** The last byte is the version of the frames. */
    private static final byte[] MAGIC = "VOLTALNK\1".getBytes(StandardCharsets.US_ASCII);

    static LinkNonce random() {
        var random = new SecureRandom();
        var bytes = new byte[SIZE];
        for (var i = 0; i < SIZE; i++) {
            bytes[i] = (byte) random.nextInt(1, 256);
        }
        return new LinkNonce(bytes);
    }

    ByteBuffer write(LinkFrame frame) {
        return ByteBuffer.allocate(LinkFrame.HEADER + frame.payload().length + LinkFrame.MARK)
                .put(frame.type().code())
                .putInt(frame.stream())
                .putShort((short) frame.payload().length)
                .put(frame.payload())
                .put(bytes, 0, LinkFrame.MARK)
                .flip();
    }

    /** With which either side begins, and the guest answers. */
    ByteBuffer hello() {
        var payload =
                ByteBuffer.allocate(MAGIC.length + SIZE).put(MAGIC).put(bytes).array();
        return write(new LinkFrame(LinkFrameType.HELLO, 0, payload));
    }

    /**
     * What a guest hears first. As many fillers as a frame has bytes complete the one of which a host that died has sent the
     * beginning, wherever that ends, and its mark shows that it is to be passed over.
     */
    ByteBuffer greeting() {
        var hello = hello();
        var fillers = LinkFrame.HEADER + LinkFrame.MOST_PAYLOAD + LinkFrame.MARK;
        return ByteBuffer.allocate(fillers + hello.remaining())
                .position(fillers)
                .put(hello)
                .rewind();
    }
}
