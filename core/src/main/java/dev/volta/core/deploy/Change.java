package dev.volta.core.deploy;

import dev.volta.core.remote.NodeName;

/**
 * What becomes of one service on one node.
 *
 * @param reason why, such as {@code its settings changed}
 */
public record Change(NodeName node, String unit, Kind kind, String reason) {
    public enum Kind {
        START,
        RESTART,
        REMOVE
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + unit + " (" + reason + ")";
    }
}
