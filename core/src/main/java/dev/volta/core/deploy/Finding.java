package dev.volta.core.deploy;

import dev.volta.core.remote.NodeName;

/**
 * Something about a node that a deployment cannot, or should not, pass over.
 *
 * @param refuses whether nothing may be started because of it
 * @param advice what to do about it
 */
public record Finding(NodeName node, boolean refuses, String problem, String advice) {
    static Finding refusal(NodeName node, String problem, String advice) {
        return new Finding(node, true, problem, advice);
    }

    static Finding warning(NodeName node, String problem, String advice) {
        return new Finding(node, false, problem, advice);
    }

    @Override
    public String toString() {
        return node + ": " + problem + "; " + advice;
    }
}
