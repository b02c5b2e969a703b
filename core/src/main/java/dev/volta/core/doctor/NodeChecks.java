package dev.volta.core.doctor;

import dev.volta.core.config.Program;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.DesiredUnit;
import dev.volta.core.deploy.Finding;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.Scope;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a deployment would object to on a node, and what is all right there. Pure. */
final class NodeChecks {
    private NodeChecks() {}

    static List<CheckResult> of(DesiredState desired, ObservedNode view) {
        var findings = Deployment.findings(desired, Scope.whole(Set.of(view.name()))).stream()
                .filter(finding -> finding.node().equals(view.name()))
                .toList();
        var wanted = desired.wanted().stream()
                .filter(one -> one.node().equals(view.name()))
                .toList();
        var checks = new ArrayList<CheckResult>();
        for (var subject : Finding.Subject.values()) {
            var name = subject.name().toLowerCase(Locale.ROOT);
            var own = findings.stream()
                    .filter(finding -> finding.subject() == subject)
                    .toList();
            own.stream()
                    .map(finding -> new CheckResult(
                            view.name(),
                            name,
                            finding.refuses() ? CheckResult.Result.FAULT : CheckResult.Result.WARNING,
                            finding.problem(),
                            finding.advice()))
                    .forEach(checks::add);
            var evidence = evidence(subject, view, wanted);
            if (own.isEmpty() && !evidence.isEmpty()) {
                checks.add(CheckResult.ok(view.name(), name, evidence));
            }
        }
        return checks;
    }

    /** What there is to say where nothing is wrong; empty if nothing is. */
    private static String evidence(Finding.Subject subject, ObservedNode view, List<DesiredUnit> wanted) {
        var facts = view.facts();
        return switch (subject) {
            case JAVA ->
                wanted.stream().anyMatch(one -> one.service().program() instanceof Program.OfKind)
                        ? facts.javas().told(javas -> String.join(", ", javas))
                        : "";
            case CLOCK ->
                facts.clock()
                        .told(clock -> Quantities.duration(clock.offset().abs()) + " off, give or take "
                                + Quantities.duration(clock.uncertainty()));
            case DISK ->
                facts.freeBytes().entrySet().stream()
                        .map(folder -> folder.getValue().told(Quantities::bytes) + " free for " + folder.getKey())
                        .collect(Collectors.joining(", "));
            case PORTS -> {
                var ports = wanted.stream()
                        .flatMap(one -> one.service().ports().stream())
                        .distinct()
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
                yield ports.isEmpty() ? "" : ports + " not taken by anybody else";
            }
            case FOLDERS, PLACEMENT, MEMORY, LIMITS, DESCRIPTORS, STATE -> "";
        };
    }
}
