package dev.volta.core.deploy;

import dev.volta.core.config.Service;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.Supervisor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Compares what a configuration wants with what was seen, and says what has to be done. Pure. */
public final class Deployment {
    private static final String PUSH = "push programs and settings";

    private final Blueprint blueprint;
    private final Scope scope;
    private final Function<NodeName, Supervisor> supervisors;
    private final List<Change> changes = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    private Deployment(Blueprint blueprint, Scope scope, Function<NodeName, Supervisor> supervisors) {
        this.blueprint = blueprint;
        this.scope = scope;
        this.supervisors = supervisors;
    }

    /**
     * What brings the nodes of {@code scope} to the state that {@code blueprint} wants.
     *
     * @param supervisors says what the supervisor of a node would write down; nothing else of it is used
     */
    public static DeployPlan plan(Blueprint blueprint, Scope scope, Function<NodeName, Supervisor> supervisors) {
        var deployment = new Deployment(blueprint, scope, supervisors);
        deployment.plan();
        return new DeployPlan(Preflight.findings(blueprint, scope), deployment.changes, deployment.stages);
    }

    private void plan() {
        var wanted = blueprint.wanted().stream()
                .filter(one -> scope.holds(one.service(), one.planned().node()))
                .toList();
        if (scope.isWhole()) {
            remove(wanted);
        }
        push(wanted);
        for (var service : blueprint.inOrder()) {
            var own =
                    wanted.stream().filter(one -> one.service().equals(service)).toList();
            start(service, own);
        }
    }

    private void remove(List<Wanted> wanted) {
        var steps = new LinkedHashMap<NodeName, List<Step>>();
        for (var view : blueprint.views().values()) {
            if (!scope.nodes().contains(view.name())) {
                continue;
            }
            var units = wanted.stream()
                    .filter(one -> one.planned().node().equals(view.name()))
                    .map(one -> one.planned().unit().name())
                    .toList();
            view.services().keySet().stream()
                    .filter(unit -> !units.contains(unit))
                    .sorted()
                    .forEach(unit -> {
                        changes.add(new Change(view.name(), unit, Change.Kind.REMOVE, "it is not described any more"));
                        add(steps, new Step.StopService(view.name(), unit));
                        add(steps, new Step.RemoveService(view.name(), unit));
                    });
        }
        stage("remove what is not described any more", List.of(), steps, false);
    }

    private void push(List<Wanted> wanted) {
        var steps = new LinkedHashMap<NodeName, List<Step>>();
        for (var one : wanted) {
            var view = blueprint.view(one.planned().node());
            one.programs().forEach((path, artifact) -> {
                var push = new Step.PushFile(view.name(), artifact.file(), path);
                if (!artifact.sha256().equals(view.files().get(path))
                        && !steps.getOrDefault(view.name(), List.of()).contains(push)) {
                    add(steps, push);
                }
            });
            one.planned().files().stream()
                    .filter(file -> !Wanted.sha256(file).equals(view.files().get(file.path())))
                    .forEach(file -> add(steps, new Step.WriteFile(view.name(), file)));
        }
        stage(PUSH, List.of(), steps, false);
    }

    /** Those that do not run are started at once, side by side; those that run are replaced a few at a time. */
    private void start(Service service, List<Wanted> own) {
        var starts = new LinkedHashMap<NodeName, List<Step>>();
        var restarts = new LinkedHashMap<NodeName, List<Step>>();
        for (var one : own) {
            var node = one.planned().node();
            var unit = one.planned().unit();
            var change = change(one);
            if (change.isEmpty()) {
                continue;
            }
            changes.add(change.get());
            var steps = change.get().kind() == Change.Kind.RESTART ? restarts : starts;
            if (change.get().kind() == Change.Kind.RESTART) {
                add(steps, new Step.StopService(node, unit.name()));
            }
            add(steps, new Step.StartService(node, unit));
            add(steps, new Step.AwaitHealth(node, unit.name(), one.planned().health()));
        }
        var needs = new ArrayList<String>();
        service.after().forEach(before -> needs.addAll(List.of(starting(before), restarting(before))));
        stage(starting(service.name()), needs, starts, false);
        stage(restarting(service.name()), needs, restarts, true);
    }

    private static String starting(String service) {
        return "start " + service;
    }

    private static String restarting(String service) {
        return "restart " + service;
    }

    private Optional<Change> change(Wanted one) {
        var node = one.planned().node();
        var unit = one.planned().unit();
        var view = blueprint.view(node);
        var status = view.services().get(unit.name());
        if (status == null) {
            return Optional.of(new Change(node, unit.name(), Change.Kind.START, "it is not there yet"));
        }
        if (!status.isRunning()) {
            return Optional.of(new Change(node, unit.name(), Change.Kind.START, "it does not run"));
        }
        if (!Wanted.sha256(supervisors.apply(node).definition(unit)).equals(status.definition())) {
            var reason = one.programs().keySet().stream().allMatch(view.files()::containsKey)
                    ? "its settings changed"
                    : "its program changed";
            return Optional.of(new Change(node, unit.name(), Change.Kind.RESTART, reason));
        }
        if (scope.restart()) {
            return Optional.of(new Change(node, unit.name(), Change.Kind.RESTART, "it was asked for"));
        }
        var edited = one.planned().files().stream()
                .filter(file -> !file.live())
                .anyMatch(file -> !Wanted.sha256(file).equals(view.files().get(file.path())));
        return edited
                ? Optional.of(new Change(node, unit.name(), Change.Kind.RESTART, "a file of it was edited there"))
                : Optional.empty();
    }

    private void stage(String name, List<String> needs, Map<NodeName, List<Step>> steps, boolean rolling) {
        if (!steps.isEmpty()) {
            stages.add(new Stage(name, needs, steps, rolling));
        }
    }

    private static void add(Map<NodeName, List<Step>> steps, Step step) {
        steps.computeIfAbsent(step.node(), _ -> new ArrayList<>()).add(step);
    }
}
