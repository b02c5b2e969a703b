package dev.volta.hashing.node.wire;

import java.nio.ByteBuffer;

/** Frame layout: u32 length of what follows, u8 type, payload. */
public final class Frames {
    /** Largest value of the length field. */
    public static final int MOST_BYTES = 1 << 20;
    /** Largest value of the length field until the handshake is over, so that strangers cannot take memory. */
    public static final int MOST_STRANGER_BYTES = 4 << 10;

    /**
     * Longest path. What has to hold one holds other things beside it, at most as much again: the roots of a walk, the
     * directories it leaves out, a page of results.
     */
    public static final int MOST_PATH_BYTES = 512 << 10;
    /** Longest detail of a failure: hundreds of them have to fit in a frame. */
    public static final int MOST_DETAIL_BYTES = 1024;

    public static final int LENGTH_BYTES = 4;

    private Frames() {}

    /** The whole frame, ready to be sent. */
    public static ByteBuffer encode(Message message) {
        PayloadWriter out = new PayloadWriter().u32(0).u8(message.type().code());
        message.write(out);
        int length = out.size() - LENGTH_BYTES;
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "A " + message.type() + " frame of " + length + " bytes is over " + MOST_BYTES);
        }
        return out.flipped().putInt(0, length);
    }

    /** Whether {@code message} does not fit in a frame. */
    public static boolean isTooLong(Message message) {
        PayloadWriter out = new PayloadWriter().u8(message.type().code());
        message.write(out);
        return out.size() > MOST_BYTES;
    }

    /** Reads what follows the length field; {@code frame} holds exactly that. */
    public static Message decode(ByteBuffer frame) throws ProtocolException {
        PayloadReader in = new PayloadReader(frame);
        Message message = read(MessageType.ofCode(in.u8()), in);
        in.end();
        return message;
    }

    private static Message read(MessageType type, PayloadReader in) throws ProtocolException {
        return switch (type) {
            case HELLO -> Handshake.Hello.read(in);
            case WELCOME -> Handshake.Welcome.read(in);
            case ERROR -> Handshake.Refusal.read(in);
            case PULSE -> new Handshake.Pulse();
            case WALK -> WorkerMessage.Walk.read(in);
            case LISTING -> WorkerMessage.Listing.read(in);
            case WALKED -> new WorkerMessage.Walked(in.u64());
            case DIGEST -> WorkerMessage.Digest.read(in);
            case RESULTS -> WorkerMessage.Results.read(in);
            case HEARTBEAT -> WorkerMessage.Heartbeat.read(in);
            case WITHDRAW -> new WorkerMessage.Withdraw(in.u64());
            case SUBMIT -> ClientMessage.Submit.read(in);
            case PROGRESS -> ClientMessage.Progress.read(in);
            case COMPLETED -> ClientMessage.Completed.read(in);
            case JOB_FAILED -> ClientMessage.JobFailed.read(in);
            case FETCH -> ClientMessage.Fetch.read(in);
            case PAGE -> ClientMessage.Page.read(in);
            case CANCEL -> ClientMessage.Cancel.read(in);
            case FORGET -> ClientMessage.Forget.read(in);
            case DONE -> new ClientMessage.Done();
            case ATTENDANCE -> new ClientMessage.Attendance();
            case PRESENT -> ClientMessage.Present.read(in);
        };
    }
}
