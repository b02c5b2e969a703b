package dev.volta.hashing.node.it;

import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Handshake.Pulse;
import dev.volta.hashing.node.wire.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a test does in the place of a worker or a client. */
final class Peers {
    private Peers() {}

    /** The next message that says something. */
    static @Nullable Message read(FrameChannel frames) throws IOException {
        Message message = frames.read();
        while (message instanceof Pulse) {
            message = frames.read();
        }
        return message;
    }
}
