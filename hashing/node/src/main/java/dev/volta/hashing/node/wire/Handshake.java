package dev.volta.hashing.node.wire;

import java.nio.charset.StandardCharsets;

/** The frames that open a connection, and the one that ends it. */
public sealed interface Handshake extends Message {
    int MAGIC = 0x564F4C54; // "VOLT"
    int VERSION = 2;
    /** Of a node's name in a HELLO: a summary tells it once for each worker, and has to fit in a frame. */
    int MOST_NODE_BYTES = 255;

    /**
     * The first frame of whoever connects.
     *
     * @param id worker id; for a client a name for the log
     * @param token secret of that worker, or of the clients
     * @param cpuNanos CPU time of the sender's process so far
     * @param heldLease digest lease that a worker still has in hand after its connection broke, 0 for none
     * @param instance drawn by each process: the same one comes back with it, another one of the same id does not
     */
    record Hello(
            int version, Role role, String id, String node, String token, long cpuNanos, long heldLease, long instance)
            implements Handshake {
        @Override
        public MessageType type() {
            return MessageType.HELLO;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u32(MAGIC).u16(version).u8(role.code());
            out.text(id).text(node).text(token).u64(cpuNanos).u64(heldLease).u64(instance);
        }

        static Hello read(PayloadReader in) throws ProtocolException {
            if (in.u32() != MAGIC) {
                throw PayloadReader.malformed("HELLO does not start with the magic number");
            }
            // Nothing after another version is looked at: it may be laid out in another way.
            int version = checked(in.u16(), "the peer that connects", "the controller");
            Role role = Role.ofCode(in.u8());
            String id = in.text();
            String node = in.text();
            if (node.getBytes(StandardCharsets.UTF_8).length > MOST_NODE_BYTES) {
                throw PayloadReader.malformed("the name of the node has more than " + MOST_NODE_BYTES + " bytes");
            }
            return new Hello(version, role, id, node, in.text(), in.u64(), in.u64(), in.u64());
        }

        /** Leaves the token out, so that it reaches no log. */
        @Override
        public String toString() {
            return "Hello[" + role + " " + id + " on " + node + "]";
        }
    }

    /**
     * The answer.
     *
     * @param heartbeatMillis how often each side shows that it is there
     * @param leaseMillis silence after which the controller closes the connection
     * @param absenceMillis a client's jobs end when it was away for so long
     * @param resumed the held lease is the sender's again, and it repeats all results of it
     */
    record Welcome(int version, int heartbeatMillis, int leaseMillis, int absenceMillis, boolean resumed)
            implements Handshake {
        @Override
        public MessageType type() {
            return MessageType.WELCOME;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u16(version)
                    .u32(heartbeatMillis)
                    .u32(leaseMillis)
                    .u32(absenceMillis)
                    .flag(resumed);
        }

        static Welcome read(PayloadReader in) throws ProtocolException {
            int version = checked(in.u16(), "the controller", "this program");
            return new Welcome(version, in.u32(), in.u32(), in.u32(), in.flag());
        }
    }

    /** Whoever sends it is still there; nothing answers it. */
    record Pulse() implements Handshake {
        @Override
        public MessageType type() {
            return MessageType.PULSE;
        }

        @Override
        public void write(PayloadWriter out) {}
    }

    private static int checked(int version, String other, String self) throws ProtocolException {
        if (version != VERSION) {
            throw new ProtocolException(
                    Fault.UNKNOWN_VERSION,
                    other + " speaks version " + version + " of the dispatch protocol, and " + self + " version "
                            + VERSION + "; bring all nodes to one version with 'volta deploy-all'");
        }
        return version;
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
