package dev.volta.core.keeper.wire;

/**
 * One message.
 *
 * @param stream the conversation it belongs to; 0 is the connection itself
 */
public record Frame(FrameType type, int stream, byte[] payload) {
    /** Bytes before the payload: its length, the type, the stream. */
    static final int HEADER = 9;

    /** A command line of Linux has at most 2 MiB; data comes in pieces of {@link #PIECE}. */
    static final int MAX_PAYLOAD = 4 << 20;

    /** Bytes of output or input in one frame, at most. */
    public static final int PIECE = 64 << 10;

    /** Bytes that either side takes of one conversation without having said so. */
    public static final int WINDOW = 256 << 10;

    private static final byte[] NOTHING = {};

    public static Frame of(FrameType type, int stream) {
        return new Frame(type, stream, NOTHING);
    }

    int size() {
        return HEADER + payload.length;
    }
}
