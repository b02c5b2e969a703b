package dev.volta.core.keeper.wire;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.fleet.MachineFailure;
import dev.volta.core.vm.fleet.VmStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A failure on its way to the client.
 *
 * @param type the class it had in the keeper
 * @param node empty if it is not about a node
 * @param message without the node's name before it, and without what its machine does
 * @param refused whether the node's host refused the connection
 * @param machine what the node's machine does, if that explains it
 */
public record KeeperFault(
        Kind kind, String type, String node, String message, boolean refused, Optional<Machine> machine) {
    private KeeperFault(Kind kind, String type, String node, String message) {
        this(kind, type, node, message, false, Optional.empty());
    }

    /** How a machine stands, in words too. */
    public record Machine(VmStatus.State state, String explanation) {}

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

    public static KeeperFault of(RuntimeException failure) {
        var type = failure.getClass().getName();
        var message = Objects.requireNonNullElse(failure.getMessage(), type);
        return switch (failure) {
            case MachineFailure failed ->
                new KeeperFault(
                        Kind.REMOTE,
                        type,
                        failed.node().value(),
                        failed.said(),
                        failed.isRefusedConnection(),
                        Optional.of(new Machine(failed.state(), failed.explanation())));
            case RemoteException remote ->
                new KeeperFault(
                        Kind.REMOTE,
                        type,
                        remote.node().value(),
                        remote.said(),
                        remote.isRefusedConnection(),
                        Optional.empty());
            case VmException _ -> new KeeperFault(Kind.MACHINE, type, "", message);
            case IllegalArgumentException _ -> new KeeperFault(Kind.ARGUMENT, type, "", message);
            case UncheckedIOException _ -> new KeeperFault(Kind.FILE, type, "", message);
            default -> new KeeperFault(Kind.OTHER, type, "", message);
        };
    }

    public static KeeperFault read(Frame frame) throws KeeperProtocolException {
        var in = new KeeperPayloadReader(frame);
        var kind = in.number();
        for (var known : Kind.values()) {
            if (known.code == kind) {
                return new KeeperFault(
                        known, in.text(), in.text(), in.text(), in.flag(), machine(in.text(), in.text()));
            }
        }
        throw new KeeperProtocolException("no failure has the kind " + kind);
    }

    private static Optional<Machine> machine(String state, String explanation) throws KeeperProtocolException {
        try {
            return state.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Machine(VmStatus.State.valueOf(state), explanation));
        } catch (IllegalArgumentException e) {
            throw new KeeperProtocolException("no machine is '" + state + "'");
        }
    }

    public Frame frame(int stream) {
        return new KeeperPayloadWriter()
                .number(kind.code)
                .text(type)
                .text(node)
                .text(message)
                .flag(refused)
                .text(machine.map(Machine::state).map(Enum::name).orElse(""))
                .text(machine.map(Machine::explanation).orElse(""))
                .frame(FrameType.FAILED, stream);
    }

    /** The exception as the caller would have seen it without a keeper. */
    public RuntimeException exception() {
        return switch (kind) {
            case REMOTE ->
                machine.<RemoteException>map(one -> new MachineFailure(
                                new NodeName(node), message, one.state(), one.explanation(), refused, null))
                        .orElseGet(() -> new KeptFailure(new NodeName(node), type, message, refused));
            case ARGUMENT -> new IllegalArgumentException(message);
            case FILE -> new UncheckedIOException(message, new IOException(message));
            case MACHINE -> new VmException(message);
            case OTHER -> new IllegalStateException(type + " in the keeper: " + message);
        };
    }
}
