package dev.volta.hashing.node.wire;

/** What the side that connects is. */
public enum Role {
    WORKER(1),
    CLIENT(2);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Role ofCode(int code) throws ProtocolException {
        return switch (code) {
            case 1 -> WORKER;
            case 2 -> CLIENT;
            default -> throw PayloadReader.malformed("role " + code + " is not defined");
        };
    }
}
