package dev.volta.core.standing;

import dev.volta.core.deploy.Difference;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.wire.Quantities;

/** What the state of a service says about it. */
final class ServiceCheck {
    private ServiceCheck() {}

    static Check of(Standing standing) {
        var name = "service " + standing.unit();
        if (standing.status().isEmpty() || standing.match() == Standing.Match.MISSING) {
            return Check.fault(standing.node(), name, "is not there", "run 'volta deploy-all'");
        }
        var status = standing.status().get();
        return standing.match() == Standing.Match.UNDESCRIBED
                ? Check.warning(
                        standing.node(),
                        name,
                        state(status) + ", and nobody describes it",
                        "'volta deploy-all' removes it")
                : described(standing, name, status);
    }

    /** Whether it runs comes before whether it is what is described: without its folder, it is neither. */
    private static Check described(Standing standing, String name, ServiceStatus status) {
        var node = standing.node();
        var logs = "see 'volta logs " + standing.unit() + "@" + node + "'";
        var state = state(status);
        return switch (status.state()) {
            case ServiceState.Unwatched(long pid) ->
                Check.fault(
                        node,
                        name,
                        state + ", and process " + pid + " of it runs on",
                        "'volta deploy-all' ends what runs of it and starts it again");
            case ServiceState.Frozen(long pid) ->
                Check.fault(
                        node,
                        name,
                        state + " (process " + pid + ")",
                        "'kill -CONT " + pid + "' on the node lets it go on, 'volta deploy-all' starts it again");
            case ServiceState.Stopped _ ->
                Check.fault(node, name, state + outdated(standing), logs + ", then 'volta deploy-all'");
            case ServiceState.Running _ -> running(standing, name, status, state, logs);
        };
    }

    private static Check running(Standing standing, String name, ServiceStatus status, String state, String logs) {
        var node = standing.node();
        if (standing.isRestless()) {
            return Check.fault(
                    node,
                    name,
                    state + ", and fails again and again: restarted " + Quantities.count(status.restarts(), "time"),
                    logs);
        }
        if (!standing.isUp()) {
            return Check.fault(node, name, state, logs);
        }
        if (!standing.health().ok()) {
            return Check.fault(node, name, state + ", " + standing.health().told(), logs);
        }
        if (standing.match() == Standing.Match.OUTDATED) {
            return Check.warning(node, name, state + outdated(standing), "see 'volta deploy-all --diff'");
        }
        if (status.damage().isPresent()) {
            return Check.warning(
                    node, name, state, "'volta deploy-all' writes anew what is damaged, without a restart");
        }
        if (status.restarts() > 0) {
            return Check.warning(
                    node, name, state + ", was restarted " + Quantities.count(status.restarts(), "time"), logs);
        }
        return status.trouble().isPresent() ? Check.warning(node, name, state, logs) : Check.ok(node, name, state);
    }

    private static String state(ServiceStatus status) {
        return status.state().told()
                + status.trouble().map(trouble -> ", " + trouble).orElse("")
                + status.damage().map(damage -> ", " + damage).orElse("");
    }

    private static String outdated(Standing standing) {
        return standing.difference()
                .map(Difference::told)
                .map(why -> ", " + why)
                .orElse("");
    }
}
