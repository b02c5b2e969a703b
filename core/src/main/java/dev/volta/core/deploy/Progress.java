package dev.volta.core.deploy;

import dev.volta.core.plan.Step;
import java.util.Optional;

/**
 * How far a node came.
 *
 * @param done steps that are through
 * @param last the one that was begun last
 */
public record Progress(int done, int planned, Optional<Step> last) {
    Progress begins(Step step) {
        return new Progress(done, planned, Optional.of(step));
    }

    Progress ended() {
        return new Progress(done + 1, planned, last);
    }
}
