package dev.volta.hashing.node.wire;

/**
 * Where a page of results starts: a lane, an entry of it, and that entry's offset in the controller's spool. A client
 * begins with {@link #FIRST} and passes on what it was given. It stays valid when the controller is restarted.
 */
public record PageStart(int lane, long index, long offset) {
    public static final PageStart FIRST = new PageStart(0, 0, 0);

    void write(PayloadWriter out) {
        out.u16(lane).u64(index).u64(offset);
    }

    static PageStart read(PayloadReader in) throws ProtocolException {
        return new PageStart(in.u16(), in.u64(), in.u64());
    }
}
