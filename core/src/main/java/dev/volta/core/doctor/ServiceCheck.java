package dev.volta.core.doctor;

import dev.volta.core.deploy.Difference;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.wire.Quantities;

/** What the state of a service says about it. */
final class ServiceCheck {
    private ServiceCheck() {}

    static CheckResult of(ServiceReport standing) {
        var name = "service " + standing.unit();
        if (standing.status().isEmpty() || standing.match() == ServiceReport.Match.MISSING) {
            return CheckResult.fault(standing.node(), name, "is not there", "run 'volta deploy-all'");
        }
        var status = standing.status().get();
        return standing.match() == ServiceReport.Match.UNDESCRIBED
                ? CheckResult.warning(
                        standing.node(),
                        name,
                        state(status) + ", and nobody describes it",
                        "'volta deploy-all' removes it")
                : described(standing, name, status);
    }

    /** Whether it runs comes before whether it is what is described: without its folder, it is neither. */
    private static CheckResult described(ServiceReport standing, String name, ServiceStatus status) {
        var node = standing.node();
        var logs = "see 'volta logs " + standing.unit() + "@" + node + "'";
        var state = state(status);
        return switch (status.state()) {
            case ServiceState.Unwatched(long pid) ->
                CheckResult.fault(
                        node,
                        name,
                        state + ", and process " + pid + " of it runs on",
                        "'volta deploy-all' ends what runs of it and starts it again");
            case ServiceState.Frozen(long pid) ->
                CheckResult.fault(
                        node,
                        name,
                        state + " (process " + pid + ")",
                        "'kill -CONT " + pid + "' on the node lets it go on, 'volta deploy-all' starts it again");
            case ServiceState.Stopped _ ->
                CheckResult.fault(node, name, state + outdated(standing), logs + ", then 'volta deploy-all'");
            case ServiceState.Running _ -> running(standing, name, status, state, logs);
        };
    }

    private static CheckResult running(
            ServiceReport standing, String name, ServiceStatus status, String state, String logs) {
        var node = standing.node();
        if (standing.isRestless()) {
            return CheckResult.fault(
                    node,
                    name,
                    state + ", and fails again and again: restarted " + Quantities.count(status.restarts(), "time"),
                    logs);
        }
        if (!standing.isUp()) {
            return CheckResult.fault(node, name, state, logs);
        }
        if (!standing.health().ok()) {
            return CheckResult.fault(
                    node, name, state + ", " + standing.health().told(), logs);
        }
        if (standing.match() == ServiceReport.Match.OUTDATED) {
            return CheckResult.warning(node, name, state + outdated(standing), "see 'volta deploy-all --diff'");
        }
        if (status.damage().isPresent()) {
            return CheckResult.warning(
                    node, name, state, "'volta deploy-all' writes anew what is damaged, without a restart");
        }
        if (status.restarts() > 0) {
            return CheckResult.warning(
                    node, name, state + ", was restarted " + Quantities.count(status.restarts(), "time"), logs);
        }
        return status.trouble().isPresent()
                ? CheckResult.warning(node, name, state, logs)
                : CheckResult.ok(node, name, state);
    }

    private static String state(ServiceStatus status) {
        return status.state().told()
                + status.trouble().map(trouble -> ", " + trouble).orElse("")
                + status.damage().map(damage -> ", " + damage).orElse("");
    }

    private static String outdated(ServiceReport standing) {
        return standing.difference()
                .map(Difference::told)
                .map(why -> ", " + why)
                .orElse("");
    }
}
