package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.RemoteException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Why a node failed, in words and without its name, which whoever tells it puts in front. */
public final class NodeFailure {
    private NodeFailure() {}

    public static String reason(Node node, RuntimeException failure) {
        return switch (failure) {
            case RemoteException e -> withoutName(node, String.valueOf(e.getMessage()));
            case UncheckedIOException e -> IoReason.withFile(Objects.requireNonNull(e.getCause()));
            default -> defect(failure);
        };
    }

    private static String withoutName(Node node, String message) {
        var name = node.name() + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    /** Nobody expected it; the place is what a report of it needs. */
    private static String defect(RuntimeException failure) {
        var trace = failure.getStackTrace();
        return "an error in Volta itself: " + failure + (trace.length == 0 ? "" : " (at " + trace[0] + ")");
    }
}
