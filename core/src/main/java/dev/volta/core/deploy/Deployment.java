package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Reach;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.plan.Step;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compares what a configuration wants with what was seen, and says what has to be done. Pure. */
public final class Deployment {
    private final DesiredState desired;
    private final Scope scope;
    private final List<DesiredUnit> wanted;
    private final StageList stages = new StageList();
    private final List<Change> changes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Deployment(DesiredState desired, Scope scope) {
        this.desired = desired;
        this.scope = scope;
        this.wanted = desired.wanted();
    }

    /** What brings the nodes of {@code scope} to the state that is {@code desired}. */
    public static DeployPlan plan(DesiredState desired, Scope scope) {
        var deployment = new Deployment(desired, scope);
        deployment.plan();
        return new DeployPlan(deployment.findings, deployment.changes, deployment.stages.all(), deployment.missing());
    }

    /** What stands against a deployment of {@code scope}, whatever it changes. */
    public static List<Finding> findings(DesiredState desired, Scope scope) {
        return Preflight.findings(desired, scope);
    }

    private void plan() {
        if (scope.isWhole() && desired.isWhole()) {
            remove();
        }
        var due = new LinkedHashMap<DesiredUnit, Change>();
        wanted.stream().filter(scope::holds).forEach(one -> change(one).ifPresent(change -> due.put(one, change)));
        changes.addAll(due.values());
        findings.addAll(findings(desired, scope));
        findings.addAll(KeptState.findings(desired, due));
        push(due.keySet());
        desired.inOrder().forEach(service -> start(service, due));
    }

    private void remove() {
        var steps = new LinkedHashMap<NodeName, List<Step>>();
        for (var view : desired.views().values()) {
            if (!scope.nodes().contains(view.name())) {
                continue;
            }
            for (var unit : DesiredState.undescribed(view, wanted)) {
                changes.add(new Change(view.name(), unit, Change.Kind.REMOVE, "it is not described any more"));
                StageList.add(steps, new Step.StopService(view.name(), unit));
                StageList.add(steps, new Step.RemoveService(view.name(), unit));
            }
        }
        stages.atOnce("remove what is not described any more", List.of(), steps);
    }

    /**
     * What live files say is seen by services that run, and concerns services of other nodes: they are pushed wherever
     * they are out of date. Other files are pushed when their service is started.
     */
    private void push(Set<DesiredUnit> due) {
        var steps = new LinkedHashMap<NodeName, List<Step>>();
        for (var service : desired.configuration().services()) {
            for (var view : desired.viewsOn(service)) {
                if (scope.holds(service, view.name())) {
                    push(desired.programOfWork(service, view), view, steps);
                }
            }
        }
        for (var one : wanted) {
            if (scope.holds(one)) {
                push(one.programs(), desired.view(one.node()), steps);
            }
            var there = desired.view(one.node()).files();
            one.planned().files().stream()
                    .filter(file -> file.live() || due.contains(one))
                    .filter(file -> !DesiredUnit.sha256(file).equals(there.get(file.path())))
                    .forEach(file -> StageList.add(steps, new Step.WriteFile(one.node(), file)));
        }
        stages.atOnce("push programs and settings", List.of(), steps);
    }

    /** Programs of Volta's own, which need a Java. */
    private void push(Map<String, Programs.Artifact> programs, ObservedNode view, Map<NodeName, List<Step>> steps) {
        if (!programs.isEmpty()) {
            JavaChoice.toInstall(view, desired.programs())
                    .map(image -> new Step.Unpack(view.name(), image.archive(), image.home(view.layout())))
                    .ifPresent(unpack -> addOnce(steps, unpack));
        }
        programs.forEach((path, artifact) -> {
            if (!liesThere(artifact, path, view)) {
                addOnce(steps, new Step.PushFile(view.name(), artifact.file(), path));
            }
        });
    }

    private static void addOnce(Map<NodeName, List<Step>> steps, Step step) {
        if (!steps.getOrDefault(step.node(), List.of()).contains(step)) {
            StageList.add(steps, step);
        }
    }

    private static boolean liesThere(Programs.Artifact artifact, String path, ObservedNode view) {
        var isItself = view.node().reach() instanceof Reach.Here
                && artifact.file().toString().equals(path);
        return isItself || artifact.sha256().equals(view.files().get(path));
    }

    /**
     * Those that do not run are started at once, side by side; those that run are replaced a few nodes at a time. A node
     * waits for health when it has started all of its own.
     */
    private void start(ServiceSpec service, Map<DesiredUnit, Change> due) {
        var starts = new LinkedHashMap<NodeName, List<Step>>();
        var restarts = new LinkedHashMap<NodeName, List<Step>>();
        if (!desired.isWhole() && DesiredState.of(service, wanted).isEmpty()) {
            // Nothing can be said of these nodes but that they are not done.
            desired.viewsOn(service).forEach(view -> starts.put(view.name(), new ArrayList<>()));
            starts.keySet().retainAll(scope.nodes());
        }
        var own = due.keySet().stream()
                .filter(one -> one.service().equals(service))
                .toList();
        for (var one : own) {
            var isRestart = isRestart(one, due);
            if (isRestart) {
                StageList.add(
                        restarts, new Step.StopService(one.node(), one.unit().name()));
            }
            StageList.add(isRestart ? restarts : starts, new Step.StartService(one.node(), one.unit()));
        }
        for (var one : own) {
            if (!isProvenByUse(one)) {
                StageList.add(isRestart(one, due) ? restarts : starts, await(one));
            }
        }
        DesiredState.of(service, wanted).stream()
                .filter(one -> scope.holds(one) && !due.containsKey(one) && !isWell(one))
                .forEach(one -> StageList.add(starts, await(one)));
        var needs = new ArrayList<String>();
        service.after().forEach(before -> needs.addAll(List.of(starting(before), restarting(before))));
        stages.atOnce(starting(service.name()), needs, starts);
        stages.rolling(restarting(service.name()), needs, restarts);
    }

    /** Also what runs already has to be well before something comes after it. */
    private boolean isWell(DesiredUnit one) {
        var view = desired.view(one.node());
        var status = view.services().get(one.unit().name());
        return status != null
                && status.isSettled()
                && view.health(one.unit().name()).ok();
    }

    /** Whoever made this fleet for himself uses at once what has no check, and sees whether it works. */
    private boolean isProvenByUse(DesiredUnit one) {
        var passes = desired.view(one.node()).layout().passing().isPresent();
        return passes && one.planned().health().isEmpty();
    }

    private Step await(DesiredUnit one) {
        var health = one.planned().health();
        var before = history(one);
        var isAsked = one.service().health().isPresent() || health.isEmpty();
        var mustStay = isAsked || before.filter(ServiceStatus::isRecovering).isPresent();
        return new Step.AwaitHealth(
                one.node(), one.unit().name(), health, mustStay ? HealthGate.stays(before) : Duration.ZERO);
    }

    /** How it was, unless it is replaced by something else, which may stay where this did not. */
    private Optional<ServiceStatus> history(DesiredUnit one) {
        return status(one)
                .filter(status -> !status.isRunning() || difference(one, status).isEmpty());
    }

    private Optional<Difference> difference(DesiredUnit one, ServiceStatus status) {
        return Difference.of(one, desired.view(one.node()), status);
    }

    private Optional<ServiceStatus> status(DesiredUnit one) {
        return Optional.ofNullable(
                desired.view(one.node()).services().get(one.unit().name()));
    }

    private static boolean isRestart(DesiredUnit one, Map<DesiredUnit, Change> due) {
        return Objects.requireNonNull(due.get(one)).kind() == Change.Kind.RESTART;
    }

    /** Services are not started before what they need on nodes that were not seen. */
    private Set<String> missing() {
        var missing = new HashSet<String>();
        for (var service : desired.configuration().services()) {
            var nodes = desired.configuration().inventory().on(service.on());
            if (nodes.stream().anyMatch(node -> desired.unseen().contains(node.name()))) {
                missing.add(starting(service.name()));
            }
        }
        return missing;
    }

    private static String starting(String service) {
        return "start " + service;
    }

    private static String restarting(String service) {
        return "restart " + service;
    }

    private Optional<Change> change(DesiredUnit one) {
        var status = desired.view(one.node()).services().get(one.unit().name());
        if (status == null) {
            return change(one, Change.Kind.START, "it is not there yet");
        }
        return switch (status.state()) {
            case ServiceState.Stopped stopped ->
                change(one, Change.Kind.START, status.ran().isPresent() ? "it " + stopped.told() : "it does not run");
            case ServiceState.Frozen _ -> change(one, Change.Kind.RESTART, "it is stopped by a signal");
            case ServiceState.Unwatched _ ->
                change(one, Change.Kind.RESTART, status.trouble().orElse("nobody watches it"));
            case ServiceState.Running _ ->
                switch (scope.aim()) {
                    case STARTED -> repair(one, status);
                    case RESTARTED -> change(one, Change.Kind.RESTART, "it was asked for");
                    case DESCRIBED ->
                        difference(one, status)
                                .flatMap(difference -> change(one, Change.Kind.RESTART, difference.told()))
                                .or(() -> repair(one, status));
                };
        };
    }

    /** To start what runs writes its damaged files anew, and leaves it alone. */
    private static Optional<Change> repair(DesiredUnit one, ServiceStatus status) {
        return status.damage().flatMap(damage -> change(one, Change.Kind.REPAIR, damage));
    }

    private static Optional<Change> change(DesiredUnit one, Change.Kind kind, String reason) {
        return Optional.of(new Change(one.node(), one.unit().name(), kind, reason));
    }
}
