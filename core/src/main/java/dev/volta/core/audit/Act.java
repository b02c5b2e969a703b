package dev.volta.core.audit;

import dev.volta.core.config.Node;
import dev.volta.core.remote.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that was done on a node, or tried.
 *
 * @param time when it began
 * @param words the argument vector of a command; source and target of a transfer or a tunnel
 */
record Act(Instant time, Node node, Kind kind, List<String> words, Ending ending, Duration took) {
    /** What kind of thing was done. The names stand in the log. */
    enum Kind {
        connect,
        run,
        upload,
        download,
        tunnel
    }

    /** How it ended. */
    sealed interface Ending {
        /** A program did. */
        record Ended(ExitStatus status) implements Ending {}

        /** Something else did, and well. */
        record Did(String what) implements Ending {}

        /** It did not come about, or was broken off. */
        record Broke(String reason) implements Ending {}
    }
}
