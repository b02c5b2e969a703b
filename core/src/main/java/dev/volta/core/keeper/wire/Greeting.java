package dev.volta.core.keeper.wire;

import java.util.Map;

/**
 * The first frames of a connection. In every version of the protocol HELLO begins with magic number and version, and
 * WELCOME with all that it has here: so each side can name both versions, and know whether the keeper is in use.
 */
public final class Greeting {
    /** Of this protocol; a change of any frame changes it. */
    public static final int VERSION = 9;

    private static final int MAGIC = 0x564b5052; // "VKPR"

    private Greeting() {}

    /**
     * What a client says.
     *
     * @param settings opaque to the keeper: how nodes are to be connected to
     */
    public record Hello(Map<String, String> settings) {
        public Frame frame() {
            return new KeeperPayloadWriter()
                    .number(MAGIC)
                    .number(VERSION)
                    .texts(settings)
                    .frame(FrameType.HELLO, 0);
        }

        public static Hello read(Frame frame) throws KeeperProtocolException {
            var in = new KeeperPayloadReader(frame);
            var version = opening(in);
            return new Hello(version == VERSION ? in.textMap() : Map.of());
        }
    }

    /**
     * What the keeper answers.
     *
     * @param build of the program it runs
     * @param fleet the folder of its fleet's configuration
     * @param busy it has other clients, or holds tunnels
     */
    public record Welcome(int version, long pid, String build, String fleet, boolean busy) {
        public Frame frame() {
            return new KeeperPayloadWriter()
                    .number(MAGIC)
                    .number(version)
                    .number(pid)
                    .text(build)
                    .text(fleet)
                    .flag(busy)
                    .frame(FrameType.WELCOME, 0);
        }

        public static Welcome read(Frame frame) throws KeeperProtocolException {
            var in = new KeeperPayloadReader(frame);
            return new Welcome(opening(in), in.longNumber(), in.text(), in.text(), in.flag());
        }
    }

    private static int opening(KeeperPayloadReader in) throws KeeperProtocolException {
        if (in.number() != MAGIC) {
            throw new KeeperProtocolException("this is no keeper's protocol");
        }
        return in.number();
    }
}
