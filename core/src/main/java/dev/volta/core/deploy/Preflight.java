package dev.volta.core.deploy;

import dev.volta.core.config.Health;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Program;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.facts.ClockOffset;
import dev.volta.core.facts.Fact;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.wire.Quantities;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands against a deployment, all of it at once. Pure. */
final class Preflight {
    /** What jars, settings and a few logs take. */
    private static final long NEEDED_BYTES = 64L << 20;

    private static final Duration TOLERABLE = Duration.ofSeconds(1);

    private final DesiredState desired;
    private final List<Finding> findings = new ArrayList<>();

    private Preflight(DesiredState desired) {
        this.desired = desired;
    }

    static List<Finding> findings(DesiredState desired, Scope scope) {
        var preflight = new Preflight(desired);
        preflight.refuseSharedFolders();
        preflight.findings.addAll(MisplacedUnits.findings(desired, scope));
        for (var view : desired.views().values()) {
            if (scope.nodes().contains(view.name())) {
                preflight.tellOfAlterable(view);
                preflight.warnOfClock(view);
                preflight.refuseFullDisk(view);
            }
        }
        preflight.refuseSeveralOfAKind();
        var wanted = desired.wanted().stream().filter(scope::holds).toList();
        for (var service : desired.inOrder()) {
            var own = DesiredState.of(service, wanted);
            for (var view : preflight.viewsOf(service, own, scope)) {
                preflight.refuseWithoutJava(service, view);
                preflight.refuseTakenPorts(service, view, own);
                preflight.refuseTooMuch(service, view);
                preflight.refuseTooLittle(service, view);
                preflight.tellOfUnenforceable(service, view, scope.limits());
                preflight.refuseTooFewDescriptors(service, view);
            }
        }
        return preflight.findings;
    }

    /** The nodes on which {@code own} units of {@code service} are wanted, or on which work starts its program. */
    private List<ObservedNode> viewsOf(ServiceSpec service, List<DesiredUnit> own, Scope scope) {
        return desired.isStartedByWork(service)
                ? desired.viewsOn(service).stream()
                        .filter(view -> scope.holds(service, view.name()))
                        .toList()
                : own.stream()
                        .map(DesiredUnit::node)
                        .distinct()
                        .map(desired::view)
                        .toList();
    }

    private void refuseSharedFolders() {
        record Place(String bootId, String folder) {}
        var owners = new HashMap<Place, List<NodeName>>();
        for (var view : desired.views().values()) {
            var shared = new LinkedHashMap<NodeName, List<String>>();
            for (var folder : new LinkedHashSet<>(List.of(
                    view.layout().base(), view.layout().run(), view.layout().log()))) {
                var place = new Place(view.account().bootId(), folder);
                var before = owners.computeIfAbsent(place, _ -> new ArrayList<>());
                before.stream()
                        .filter(other -> !folder.equals(view.layout().log()) || wouldShareALog(other, view.name()))
                        .findFirst()
                        .ifPresent(other -> shared.computeIfAbsent(other, _ -> new ArrayList<>())
                                .add(folder));
                before.add(view.name());
            }
            shared.forEach((before, folders) -> findings.add(Finding.refusal(
                    Finding.Subject.FOLDERS,
                    view.name(),
                    "is the same machine as " + before + " and would share " + String.join(", ", folders) + " with it",
                    "give each its own 'paths' in volta.yaml")));
        }
    }

    /** Logs are called as their units. */
    private boolean wouldShareALog(NodeName one, NodeName other) {
        var units = units(one);
        return units(other).stream().anyMatch(units::contains);
    }

    private Set<String> units(NodeName node) {
        return desired.wanted().stream()
                .filter(wanted -> wanted.node().equals(node))
                .map(wanted -> wanted.unit().name())
                .collect(Collectors.toSet());
    }

    private void refuseSeveralOfAKind() {
        for (var family : desired.programs().families()) {
            for (var kind : family.kinds()) {
                refuseSeveral(kind);
            }
            var first = family.kinds().getFirst();
            if (!first.isStartedByWork()) {
                desired.configuration().service(first.name()).ifPresent(this::refuseSeveralNodes);
            }
        }
    }

    private void refuseSeveral(ServiceKind kind) {
        var services = desired.configuration().services().stream()
                .filter(service -> service.isOf(kind.name()))
                .toList();
        if (services.size() > 1) {
            findings.add(Finding.refusal(
                    Finding.Subject.PLACEMENT,
                    aNodeOf(services.getLast()),
                    "services "
                            + services.stream().map(ServiceSpec::name).collect(Collectors.joining(", "))
                            + " are all of kind " + kind.name(),
                    "a fleet has one service of that kind; keep one of them"));
        }
    }

    /** The node that a problem of {@code service} is told of: one that was seen, and runs it if there is such a one. */
    private NodeName aNodeOf(ServiceSpec service) {
        return Stream.concat(desired.viewsOn(service).stream(), desired.views().values().stream())
                .findFirst()
                .map(ObservedNode::name)
                .orElse(desired.configuration().inventory().nodes().getFirst().name());
    }

    private void refuseSeveralNodes(ServiceSpec service) {
        var nodes = desired.configuration().inventory().on(service.on());
        if (nodes.size() > 1) {
            findings.add(Finding.refusal(
                    Finding.Subject.PLACEMENT,
                    nodes.get(1).name(),
                    "would run a second " + service.name() + " beside the one on "
                            + nodes.getFirst().name(),
                    "place it on one node"));
        }
    }

    /** What root runs, or writes to, must be nobody else's; a user may have reasons to trust whoever made his home. */
    private void tellOfAlterable(ObservedNode view) {
        for (var sentence : view.alterable()) {
            findings.add(
                    view.account().isRoot()
                            ? Finding.refusal(
                                    Finding.Subject.FOLDERS,
                                    view.name(),
                                    sentence + ", so another user could change what root runs there",
                                    "give it to root and take the right to write from others, or choose other folders"
                                            + " with 'paths'")
                            : Finding.warning(
                                    Finding.Subject.FOLDERS,
                                    view.name(),
                                    sentence + ", so another user could change what "
                                            + view.account().user() + " runs there",
                                    "choose other folders with 'paths' unless you trust that user"));
        }
    }

    private void warnOfClock(ObservedNode view) {
        if (view.facts().clock() instanceof Fact.Known<ClockOffset>(var clock)
                && clock.offset().abs().minus(clock.uncertainty()).compareTo(TOLERABLE) > 0) {
            findings.add(Finding.warning(
                    Finding.Subject.CLOCK,
                    view.name(),
                    "its clock is " + Quantities.duration(clock.offset().abs().toNanos())
                            + (clock.offset().isNegative() ? " behind" : " ahead"),
                    "times of that node are corrected by this; have it synchronised"));
        }
    }

    private void refuseFullDisk(ObservedNode view) {
        view.facts()
                .freeBytes()
                .forEach((folder, free) -> free.toOptional()
                        .filter(bytes -> bytes < NEEDED_BYTES)
                        .ifPresent(bytes -> findings.add(Finding.refusal(
                                Finding.Subject.DISK,
                                view.name(),
                                "only " + Quantities.bytes(bytes) + " are free for " + folder,
                                Quantities.bytes(NEEDED_BYTES) + " are needed; make room, or choose another folder"))));
    }

    private void refuseWithoutJava(ServiceSpec service, ObservedNode view) {
        if (service.program() instanceof Program.OfKind
                && JavaChoice.on(view, desired.programs()).isEmpty()) {
            var found = JavaChoice.found(view);
            findings.add(Finding.refusal(
                    Finding.Subject.JAVA,
                    view.name(),
                    "has no Java " + JavaChoice.VERSION + " for " + service.name()
                            + (found.isEmpty() ? "" : ", only " + String.join(", ", found)),
                    "install a JRE " + JavaChoice.VERSION + " there (Debian 13: openjdk-25-jre-headless)"
                            + desired.programs()
                                    .runtime()
                                    .map(image -> "; only nodes with " + image.architecture() + " get one from here")
                                    .orElse("")));
        }
    }

    private void refuseTakenPorts(ServiceSpec service, ObservedNode view, List<DesiredUnit> own) {
        var runs = own.stream()
                .filter(one -> one.node().equals(view.name()))
                .map(one -> view.services().get(one.unit().name()))
                .anyMatch(status -> status != null && !(status.state() instanceof ServiceState.Stopped));
        if (runs) {
            return;
        }
        var ports = new LinkedHashSet<>(service.ports());
        // Its check would look at a stranger.
        service.health().map(Health::probe).flatMap(HealthGate::port).ifPresent(ports::add);
        for (var port : ports) {
            if (view.listening().contains(port.number())) {
                findings.add(Finding.refusal(
                        Finding.Subject.PORTS,
                        view.name(),
                        "port " + port + " of " + service.name() + " is taken",
                        "see who listens there: ss -ltnp 'sport = " + port + "'"));
            }
        }
    }

    private void refuseTooMuch(ServiceSpec service, ObservedNode view) {
        var processors = view.facts().host().logicalCpus().toOptional();
        service.limits()
                .cpus()
                .filter(cpus -> processors.isPresent() && cpus.compareTo(BigDecimal.valueOf(processors.get())) > 0)
                .ifPresent(cpus -> findings.add(Finding.refusal(
                        Finding.Subject.LIMITS,
                        view.name(),
                        service.name() + " may use " + cpus.toPlainString() + " processors, and the node has "
                                + processors.orElseThrow(),
                        "choose a smaller limit or profile, or another node")));
        var wanted = service.limits().memory();
        var there = view.facts().host().memoryBytes().toOptional();
        if (wanted.isPresent() && there.isPresent() && wanted.get().bytes() > there.get()) {
            findings.add(Finding.refusal(
                    Finding.Subject.MEMORY,
                    view.name(),
                    service.name() + " may use " + Quantities.bytes(wanted.get().bytes()) + ", and the node has "
                            + Quantities.bytes(there.get()),
                    "choose a smaller limit or profile, or another node"));
        }
    }

    private void refuseTooLittle(ServiceSpec service, ObservedNode view) {
        var memory = desired.limits(service, view).memory();
        desired.kind(service).flatMap(kind -> memory.flatMap(kind::tooLittle)).ifPresent(arithmetic -> {
            var processes = desired.processes(service, view);
            findings.add(Finding.refusal(
                    Finding.Subject.MEMORY,
                    view.name(),
                    service.name() + " may use "
                            + service.limits().memory().orElseThrow()
                            + (processes == 1 ? "" : " in " + processes + " processes") + ": "
                            + arithmetic,
                    processes == 1 ? "raise its limits.memory" : "raise its limits.memory, or run fewer of them"));
        });
    }

    private void refuseTooFewDescriptors(ServiceSpec service, ObservedNode view) {
        if (!view.supervisorKind().hasLimitsOfLogin()) {
            return;
        }
        var most = view.account().openFiles().toOptional().orElse(Long.MAX_VALUE);
        for (var family : desired.programs().families()) {
            desired.kind(service)
                    .filter(family.kinds()::contains)
                    .flatMap(kind -> desired.site(family).flatMap(kind::openFiles))
                    .filter(needed -> needed.number() > most)
                    .ifPresent(
                            needed -> findings.add(
                                    Finding.refusal(
                                            Finding.Subject.DESCRIPTORS,
                                            view.name(),
                                            service.name() + " may have " + Quantities.count(most, "file")
                                                    + " open, and " + needed.because() + " it needs "
                                                    + needed.number(),
                                            "raise the hard limit of open files of "
                                                    + view.account().user()
                                                    + " there (nofile in /etc/security/limits.conf, or ulimit -Hn), or use fewer workers")));
        }
    }

    private void tellOfUnenforceable(ServiceSpec service, ObservedNode view, Scope.LimitRule rule) {
        var reasons = view.enforcement().against(service.limits());
        if (reasons.isEmpty()) {
            return;
        }
        var problem = "cannot hold " + service.name() + " to its limits: " + String.join("; ", reasons);
        findings.add(
                switch (rule) {
                    case ENFORCED ->
                        Finding.refusal(
                                Finding.Subject.LIMITS,
                                view.name(),
                                problem,
                                "log in as root, take the limits out, or do without them: --limits advisory");
                    case ADVISORY ->
                        Finding.warning(Finding.Subject.LIMITS, view.name(), problem, "it runs without them");
                });
    }
}
