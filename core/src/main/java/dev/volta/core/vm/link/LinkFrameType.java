package dev.volta.core.vm.link;

import java.util.Arrays;
import java.util.Optional;

/** What a frame says. A filler is its code alone, and means nothing. */
enum LinkFrameType {
    FILLER(0),
    HELLO(1),
    LISTEN(2),
    UNLISTEN(3),
    OPEN(4),
    OPENED(5),
    REFUSED(6),
    DATA(7),
    END(8),
    RESET(9),
    CREDIT(10);

    private final byte code;

    LinkFrameType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<LinkFrameType> of(byte code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
