package dev.volta.core.deploy;

import dev.volta.core.plan.Step;
import java.util.Optional;

/**
 * How far a node came.
 *
 * @param done steps that are through
 * @param last the one that was begun last
 */
public record NodeProgress(int done, int planned, Optional<Step> last) {
    NodeProgress begins(Step step) {
        return new NodeProgress(done, planned, Optional.of(step));
    }

    NodeProgress ended() {
        return new NodeProgress(done + 1, planned, last);
    }
}
