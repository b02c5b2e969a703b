package dev.volta.core.service;

import dev.volta.core.config.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A Unix socket of one node that programs of other nodes connect to, each by a socket of its own node. Paths are absolute.
 *
 * @param node of the service that listens
 * @param socket its path there
 * @param others per other node, the path that programs there connect to
 */
public record SocketStar(NodeName node, String socket, SequencedMap<NodeName, String> others) {
    public SocketStar {
        others = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(others));
    }
}
