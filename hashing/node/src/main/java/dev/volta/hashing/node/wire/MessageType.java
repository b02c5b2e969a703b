package dev.volta.hashing.node.wire;

/** The type byte of a frame. */
public enum MessageType {
    HELLO(0x01),
    WELCOME(0x02),
    ERROR(0x03),
    PULSE(0x04),
    WALK(0x10),
    LISTING(0x11),
    WALKED(0x12),
    DIGEST(0x13),
    RESULTS(0x14),
    HEARTBEAT(0x15),
    WITHDRAW(0x16),
    SUBMIT(0x20),
    PROGRESS(0x21),
    COMPLETED(0x22),
    JOB_FAILED(0x23),
    FETCH(0x24),
    PAGE(0x25),
    CANCEL(0x26),
    FORGET(0x27),
    DONE(0x28),
    ATTENDANCE(0x29),
    PRESENT(0x2A);

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static MessageType ofCode(int code) throws ProtocolException {
        for (MessageType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new ProtocolException(Fault.UNKNOWN_TYPE, "frame type " + code + " is not defined");
    }
}
