package dev.volta.hashing.node.wire;

/** Why a connection was refused or closed; the code travels in the ERROR frame. */
public enum Fault {
    MALFORMED(1),
    TOO_LONG(2),
    UNKNOWN_TYPE(3),
    UNKNOWN_VERSION(4),
    OUT_OF_STATE(5),
    UNAUTHORIZED(6),
    QUARANTINED(7),
    UNKNOWN_JOB(9),
    CONFLICT(10),
    BUSY(11),
    FAILED(12),
    /** Another process is connected as this worker. */
    DUPLICATE(13);

    private final int code;

    Fault(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static Fault ofCode(int code) throws ProtocolException {
        for (Fault fault : values()) {
            if (fault.code == code) {
                return fault;
            }
        }
        throw new ProtocolException(MALFORMED, "fault code " + code + " is not defined");
    }
}
