package dev.volta.core.link;

import dev.volta.core.config.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The ways of a site from its workers to its controller. Connections between nodes are not needed. */
public interface Links extends AutoCloseable {
    /** So many of them are made at the same time; a thousand handshakes one after the other would take minutes. */
    int MOST_AT_ONCE = 32;

    /** The socket of this machine that leads to the controller. */
    Path hub();

    /** For how long nodes were cut off since these links were taken into use; those that never were do not appear. */
    Map<NodeName, Duration> cuts();

    /** Ends this use of them. */
    @Override
    void close();
}
