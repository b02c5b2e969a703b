package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;

/**
 * Something about a node that a deployment cannot, or should not, pass over.
 *
 * @param refuses whether nothing may be started because of it
 * @param advice what to do about it
 */
public record Finding(Subject subject, NodeName node, boolean refuses, String problem, String advice) {
    /** What it is about. */
    public enum Subject {
        FOLDERS,
        PLACEMENT,
        CLOCK,
        DISK,
        JAVA,
        PORTS,
        MEMORY,
        LIMITS,
        DESCRIPTORS,
        STATE
    }

    static Finding refusal(Subject subject, NodeName node, String problem, String advice) {
        return new Finding(subject, node, true, problem, advice);
    }

    static Finding warning(Subject subject, NodeName node, String problem, String advice) {
        return new Finding(subject, node, false, problem, advice);
    }

    @Override
    public String toString() {
        return node + ": " + problem + "; " + advice;
    }
}
