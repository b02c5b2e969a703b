package dev.volta.core.keeper.wire;

import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A failure on its way to the client.
 *
 * @param type the class it had in the keeper
 * @param node empty if it is not about a node
 * @param message without the node's name before it
 */
public record Fault(Kind kind, String type, String node, String message) {
    /** Which exceptions stay what they are; the numbers are those on the wire. */
    public enum Kind {
        REMOTE(1),
        ARGUMENT(2),
        FILE(3),
        OTHER(4),
        MACHINE(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    public static Fault of(RuntimeException failure) {
        var type = failure.getClass().getName();
        var message = Objects.requireNonNullElse(failure.getMessage(), type);
        return switch (failure) {
            case RemoteException remote -> {
                var name = remote.node().value();
                var prefix = name + ": ";
                yield new Fault(
                        Kind.REMOTE,
                        type,
                        name,
                        message.startsWith(prefix) ? message.substring(prefix.length()) : message);
            }
            case VmException _ -> new Fault(Kind.MACHINE, type, "", message);
            case IllegalArgumentException _ -> new Fault(Kind.ARGUMENT, type, "", message);
            case UncheckedIOException _ -> new Fault(Kind.FILE, type, "", message);
            default -> new Fault(Kind.OTHER, type, "", message);
        };
    }

    public static Fault read(Frame frame) throws ProtocolException {
        var in = new PayloadReader(frame);
        var kind = in.number();
        for (var known : Kind.values()) {
            if (known.code == kind) {
                return new Fault(known, in.text(), in.text(), in.text());
            }
        }
        throw new ProtocolException("no failure has the kind " + kind);
    }

    public Frame frame(int stream) {
        return new PayloadWriter()
                .number(kind.code)
                .text(type)
                .text(node)
                .text(message)
                .frame(FrameType.FAILED, stream);
    }

    /** The exception as the caller would have seen it without a keeper. */
    public RuntimeException exception() {
        return switch (kind) {
            case REMOTE -> new KeptFailure(new NodeName(node), type, message);
            case ARGUMENT -> new IllegalArgumentException(message);
            case FILE -> new UncheckedIOException(message, new IOException(message));
            case MACHINE -> new VmException(message);
            case OTHER -> new IllegalStateException(type + " in the keeper: " + message);
        };
    }
}
