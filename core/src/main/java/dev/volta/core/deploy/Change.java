package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import java.util.Locale;

/**
 * What becomes of one service on one node.
 *
 * @param reason why, such as {@code its settings changed}
 */
public record Change(NodeName node, String unit, Kind kind, String reason) {
    public enum Kind {
        START("started"),
        RESTART("restarted"),
        /** Files that its supervisor keeps of it are written anew, while it runs. */
        REPAIR("repaired"),
        STOP("stopped"),
        REMOVE("removed");

        private final String past;

        Kind(String past) {
            this.past = past;
        }

        /** Such as {@code restarted}. */
        public String past() {
            return past;
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + unit + " (" + reason + ")";
    }
}
