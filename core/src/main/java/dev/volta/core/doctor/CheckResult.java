package dev.volta.core.doctor;

import dev.volta.core.config.NodeName;

/**
 * One thing that was looked at on a node.
 *
 * @param name such as {@code clock} or {@code service api}
 * @param evidence what was seen
 * @param advice what to do about it; empty if it is all right
 */
public record CheckResult(NodeName node, String name, Result result, String evidence, String advice) {
    /** What a look came to. */
    public enum Result {
        OK,
        WARNING,
        FAULT
    }

    public static CheckResult ok(NodeName node, String name, String evidence) {
        return new CheckResult(node, name, Result.OK, evidence, "");
    }

    public static CheckResult warning(NodeName node, String name, String evidence, String advice) {
        return new CheckResult(node, name, Result.WARNING, evidence, advice);
    }

    public static CheckResult fault(NodeName node, String name, String evidence, String advice) {
        return new CheckResult(node, name, Result.FAULT, evidence, advice);
    }
}
