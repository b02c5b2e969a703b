package dev.volta.core.standing;

import dev.volta.core.deploy.Difference;
import dev.volta.core.supervisor.ServiceState;

/** What the state of a service says about it. */
final class ServiceCheck {
    private ServiceCheck() {}

    static Check of(Standing standing) {
        var node = standing.node();
        var unit = standing.unit();
        var name = "service " + unit;
        var logs = "see 'volta logs " + unit + "@" + node + "'";
        var state = standing.status().map(status -> status.state().told()).orElse("not there");
        return switch (standing.match()) {
            case MISSING -> Check.fault(node, name, "is not there", "run 'volta deploy-all'");
            case UNDESCRIBED ->
                Check.warning(node, name, state + ", and nobody describes it", "'volta deploy-all' removes it");
            case OUTDATED ->
                Check.warning(
                        node,
                        name,
                        state + ", "
                                + standing.difference().map(Difference::told).orElse("outdated"),
                        "see 'volta deploy-all --diff'");
            case CURRENT -> {
                if (!standing.isUp()) {
                    yield Check.fault(node, name, state, logs + ", then 'volta start " + unit + "'");
                }
                if (!standing.health().ok()) {
                    yield Check.fault(
                            node, name, state + ", " + standing.health().told(), logs);
                }
                if (standing.isRestless()) {
                    yield Check.fault(node, name, state + ", and fails again and again", logs);
                }
                var restarts = standing.status()
                        .map(status -> status.state() instanceof ServiceState.Running running ? running.restarts() : 0)
                        .orElse(0);
                yield restarts > 0
                        ? Check.warning(node, name, state + ", was restarted " + restarts + " times", logs)
                        : Check.ok(node, name, state);
            }
        };
    }
}
