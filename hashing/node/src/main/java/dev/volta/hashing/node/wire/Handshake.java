package dev.volta.hashing.node.wire;

/** The frames that open a connection, and the one that ends it. */
public sealed interface Handshake extends Message {
    int MAGIC = 0x564F4C54; // "VOLT"
    int VERSION = 1;

    /**
     * The first frame of whoever connects.
     *
     * @param id worker id; for a client a name for the log
     * @param token secret of that worker, or of the clients
     * @param cpuNanos CPU time of the sender's process so far
     * @param heldLease digest lease that a worker still has in hand after its connection broke, 0 for none
     */
    record Hello(int version, Role role, String id, String node, String token, long cpuNanos, long heldLease)
            implements Handshake {
        @Override
        public MessageType type() {
            return MessageType.HELLO;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u32(MAGIC).u16(version).u8(role.code());
            out.text(id).text(node).text(token).u64(cpuNanos).u64(heldLease);
        }

        static Hello read(PayloadReader in) throws ProtocolException {
            if (in.u32() != MAGIC) {
                throw PayloadReader.malformed("HELLO does not start with the magic number");
            }
            int version = in.u16();
            if (version != VERSION) {
                // Nothing after the version is looked at: another version may have laid it out in another way.
                throw new ProtocolException(
                        Fault.UNKNOWN_VERSION,
                        "version " + version + " is not spoken here, version " + VERSION + " is");
            }
            return new Hello(version, Role.ofCode(in.u8()), in.text(), in.text(), in.text(), in.u64(), in.u64());
        }

        /** Leaves the token out, so that it reaches no log. */
        @Override
        public String toString() {
            return "Hello[" + role + " " + id + " on " + node + "]";
        }
    }

    /** {@code resumed}: the held lease is the sender's again, and it repeats all results of it. */
    record Welcome(int version, int heartbeatMillis, int leaseMillis, boolean resumed) implements Handshake {
        @Override
        public MessageType type() {
            return MessageType.WELCOME;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u16(version).u32(heartbeatMillis).u32(leaseMillis).flag(resumed);
        }

        static Welcome read(PayloadReader in) throws ProtocolException {
            int version = in.u16();
            if (version != VERSION) {
                throw new ProtocolException(
                        Fault.UNKNOWN_VERSION,
                        "version " + version + " is not spoken here, version " + VERSION + " is");
            }
            return new Welcome(version, in.u32(), in.u32(), in.flag());
        }
    }

    /** The last frame on a connection that is closed for cause. */
    record Refusal(Fault fault, String text) implements Handshake {
        @Override
        public MessageType type() {
            return MessageType.ERROR;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u8(fault.code()).text(text);
        }

        static Refusal read(PayloadReader in) throws ProtocolException {
            return new Refusal(Fault.ofCode(in.u8()), in.text());
        }
    }
}
