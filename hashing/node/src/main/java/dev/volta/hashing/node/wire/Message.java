package dev.volta.hashing.node.wire;

/** One frame's content. Which side may send which, and when, is in docs/protocol.md. */
public sealed interface Message permits Handshake, WorkerMessage, ClientMessage {
    MessageType type();

    void write(PayloadWriter out);
}
