package dev.volta.core.service;

import dev.volta.core.remote.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A Unix socket of one node that programs of other nodes connect to, each by a socket of its own node. Paths are absolute.
 *
 * @param node where a service accepts
 * @param socket where it does
 * @param others the other nodes, with the socket that programs there connect to
 */
public record SocketStar(NodeName node, String socket, SequencedMap<NodeName, String> others) {
    public SocketStar {
        others = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(others));
    }
}
