package dev.volta.core.keeper.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a frame says; the numbers are those on the wire. */
public enum FrameType {
    HELLO(1),
    CONNECT(2),
    RELEASE(3),
    RUN(4),
    UPLOAD(5),
    DOWNLOAD(6),
    TUNNEL(7),
    TUNNEL_STATE(8),
    TUNNEL_CLOSE(9),
    STATUS(10),
    STOP(11),
    STDIN(12),
    CREDIT(13),
    CANCEL(14),
    STDIN_END(15),
    HOLD(16),
    VM_UP(17),
    VM_DOWN(18),
    VM_LIST(19),

    WELCOME(32),
    OUT(34),
    ERR(35),
    PROGRESS(36),
    DONE(37),
    FAILED(38),

    ALIVE(64),
    /** Never sent: what a reader is given once the connection is gone. */
    LOST(0);

    private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[65];

    static {
        Arrays.stream(values()).filter(type -> type != LOST).forEach(type -> BY_CODE[type.code] = type);
    }

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FrameType of(int code) throws KeeperProtocolException {
        var type = code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
        if (type == null) {
            throw new KeeperProtocolException("no frame has the type " + code);
        }
        return type;
    }
}
