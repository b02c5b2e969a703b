package dev.volta.core.vm.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message between host and guest: type (1 byte), stream (4), length of the payload (2), payload, mark (4); big-endian.
 * The mark is the beginning of the connection's nonce: a frame of which something is missing has another one.
 *
 * @param stream odd if the host gave the number, even if the guest did, 0 for the connection
 * @param payload at most {@link #MOST_PAYLOAD} bytes
 */
record LinkFrame(LinkFrameType type, int stream, byte[] payload) {
    static final int HEADER = 7;
    static final int MARK = 4;
    static final int MOST_PAYLOAD = 16 << 10;

    /** Bytes that either side takes of one stream without having said so. */
    static final int WINDOW = 128 << 10;

    private static final byte[] NOTHING = {};

    static LinkFrame of(LinkFrameType type, int stream) {
        return new LinkFrame(type, stream, NOTHING);
    }

    static LinkFrame of(LinkFrameType type, int stream, int number) {
        return new LinkFrame(type, stream, ByteBuffer.allocate(4).putInt(number).array());
    }

    static LinkFrame of(LinkFrameType type, int stream, String text) {
        return new LinkFrame(type, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The payload as a number; 0 if it is none. */
    int number() {
        return payload.length == 4 ? ByteBuffer.wrap(payload).getInt() : 0;
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
