package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.run.ExitCode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tells what became of nodes: why each failed, one line for all with the same reason, and a sum.
 *
 * @param told what a task's own result means, in a few words such as {@code exit status 3}
 */
public record OutcomeReport<T>(PrintWriter err, Function<T, String> told) {
    /** The state of one node in words. */
    public String words(Outcome<T> outcome) {
        return words(outcome, told);
    }

    /** The same where nobody is told of it now. */
    public static <T> String words(Outcome<T> outcome, Function<T, String> told) {
        return switch (outcome) {
            case Outcome.Done<T> done when done.ok() -> "done";
            case Outcome.Done<T> done -> told.apply(done.result());
            case Outcome.Unreachable<T>(var reason) -> "unreachable: " + reason;
            case Outcome.Failed<T>(var reason) -> "failed: " + reason;
            case Outcome.NotStarted<T>() -> "not started";
            case Outcome.Interrupted<T>() -> "interrupted, and ended there";
        };
    }

    /** Tells a failure as soon as it is known. */
    public void ended(Node node, Outcome<T> outcome) {
        if (isFailure(outcome)) {
            err.println("volta: " + node.name() + ": " + words(outcome));
        }
    }

    /** Tells what is left to tell, and the exit code. */
    public int finish(FleetOutcome<T> fleet, boolean failuresTold) {
        if (fleet.ok()) {
            return ExitCode.OK.code();
        }
        lines(fleet, outcome -> fleet.interrupted() || (!outcome.ok() && !(failuresTold && isFailure(outcome))))
                .forEach((nodes, state) -> err.println("volta: " + nodes + ": " + state));
        var missing = fleet.unfinished().stream().map(Node::name).toList();
        var done = fleet.byNode().size() - missing.size();
        err.println("volta: " + (fleet.interrupted() ? "interrupted; " : "") + done + " of "
                + fleet.byNode().size() + " nodes done"
                + (missing.isEmpty() ? "" : ", not " + FoldedNames.fold(missing)));
        return (fleet.interrupted() ? ExitCode.INTERRUPTED : ExitCode.FAILED).code();
    }

    private Map<String, String> lines(FleetOutcome<T> fleet, Predicate<Outcome<T>> wanted) {
        var lines = new LinkedHashMap<NodeName, String>();
        fleet.byNode().forEach((node, outcome) -> {
            if (wanted.test(outcome)) {
                lines.put(node.name(), words(outcome));
            }
        });
        return FoldedNames.byText(lines);
    }

    private static boolean isFailure(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> !done.ok();
            case Outcome.Unreachable<?> _, Outcome.Failed<?> _ -> true;
            case Outcome.NotStarted<?> _, Outcome.Interrupted<?> _ -> false;
        };
    }
}
