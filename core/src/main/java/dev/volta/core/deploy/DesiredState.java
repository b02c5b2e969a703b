package dev.volta.core.deploy;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Program;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.supervisor.ServiceUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a configuration wants on the nodes that were seen. Pure.
 *
 * @param views the nodes that were reached, in the inventory's order
 * @param unseen the nodes that were asked and did not answer
 */
public record DesiredState(
        Configuration configuration,
        SequencedMap<NodeName, ObservedNode> views,
        Set<NodeName> unseen,
        Programs programs) {
    public DesiredState {
        views = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(views));
        unseen = Set.copyOf(unseen);
    }

    /** The services in an order in which each comes after all that it waits for, those of the host as early as that allows. */
    public List<ServiceSpec> inOrder() {
        var byName = new LinkedHashMap<String, ServiceSpec>();
        configuration.services().forEach(service -> byName.put(service.name(), service));
        var ordered = new LinkedHashSet<ServiceSpec>();
        configuration.services().stream()
                .filter(configuration::isOfHost)
                .forEach(service -> visit(service, byName, ordered));
        configuration.services().forEach(service -> visit(service, byName, ordered));
        return List.copyOf(ordered);
    }

    private static void visit(
            ServiceSpec service, Map<String, ServiceSpec> byName, LinkedHashSet<ServiceSpec> ordered) {
        if (ordered.contains(service)) {
            return;
        }
        service.after().stream().map(byName::get).forEach(before -> visit(before, byName, ordered));
        ordered.add(service);
    }

    /** What should run on the nodes that were seen, in the order of {@link #inOrder}. */
    public List<DesiredUnit> wanted() {
        var planned = programs.families().stream()
                .flatMap(family -> site(family).map(family::units).orElse(List.of()).stream())
                .toList();
        return inOrder().stream().flatMap(service -> wanted(service, planned)).toList();
    }

    private Stream<DesiredUnit> wanted(ServiceSpec service, List<PlannedUnit> ofKinds) {
        return switch (service.program()) {
            case Program.Argv(var argv) ->
                viewsOn(service).stream().map(view -> {
                    var unit = new ServiceUnit(service.name(), argv).withLimits(service.limits());
                    var planned = new PlannedUnit(view.name(), Optional.empty(), unit, List.of(), Optional.empty());
                    return DesiredUnit.of(service, planned, view);
                });
            case Program.OfKind(var name) -> {
                var kind = programs.kind(name)
                        .orElseThrow(() -> new IllegalStateException("no family has kind '" + name + "'"));
                yield ofKinds.stream()
                        .filter(planned -> planned.kind().equals(Optional.of(name)))
                        .map(planned -> {
                            var view = view(planned.node());
                            return DesiredUnit.of(service, kind, planned, view, jar(kind, view));
                        });
            }
        };
    }

    /** Those of {@code wanted} that are wanted of one service. */
    static List<DesiredUnit> of(ServiceSpec service, List<DesiredUnit> wanted) {
        return wanted.stream().filter(one -> one.service().equals(service)).toList();
    }

    /** The units on {@code view} that nothing wants there, in the order of their names. */
    public static List<String> undescribed(ObservedNode view, List<DesiredUnit> wanted) {
        return view.services().keySet().stream()
                .filter(unit -> wanted.stream().noneMatch(one -> one.isUnit(view.name(), unit)))
                .sorted()
                .toList();
    }

    /** The units of {@code scope} that the supervisors of the nodes know; nodes without any do not appear. */
    public Map<NodeName, List<String>> units(Scope scope) {
        var wanted = wanted();
        var units = new LinkedHashMap<NodeName, List<String>>();
        for (var view : views.values()) {
            var undescribed =
                    undescribed(view, wanted).stream().filter(unit -> scope.holdsUndescribed(view.name(), unit));
            var described = wanted.stream()
                    .filter(one -> one.node().equals(view.name()) && scope.holds(one))
                    .map(one -> one.unit().name())
                    .filter(view.services()::containsKey);
            var all = Stream.concat(described, undescribed).toList();
            if (!all.isEmpty()) {
                units.put(view.name(), all);
            }
        }
        return units;
    }

    /**
     * Whether all that is wanted is known. The services of a family are planned together: while the node of its first one is
     * out of reach, nobody knows which of the others are wanted.
     */
    public boolean isWhole() {
        return programs.families().stream()
                .allMatch(family -> firstOf(family).isEmpty() || site(family).isPresent());
    }

    private Optional<ServiceSpec> firstOf(ServiceFamily family) {
        return configuration.service(family.kinds().getFirst().name());
    }

    /**
     * Sees that {@code name} is that of a service, described or not, or of a unit such as {@code worker-node2-1}.
     *
     * @throws UnknownServiceException if it is not
     */
    public void requireService(String name) {
        var known = new TreeSet<String>();
        configuration.services().forEach(service -> known.add(service.name()));
        wanted().forEach(one -> known.add(one.unit().name()));
        views.values().forEach(view -> known.addAll(view.services().keySet()));
        if (!known.contains(name)) {
            throw UnknownServiceException.of(name, known);
        }
    }

    /** Where the services of {@code family} are; empty if the fleet has not its first one, or its node was not reached. */
    public Optional<Site> site(ServiceFamily family) {
        var first = firstOf(family).map(this::viewsOn).orElse(List.of());
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var kinds = new LinkedHashMap<String, List<Site.Place>>();
        for (var kind : family.kinds()) {
            configuration
                    .service(kind.name())
                    .ifPresent(service -> kinds.put(
                            kind.name(),
                            (kinds.isEmpty() && !kind.isStartedByWork() ? first.subList(0, 1) : viewsOn(service))
                                    .stream()
                                            .map(view -> place(family, service, view))
                                            .toList()));
        }
        return Optional.of(new Site(kinds, first.getFirst().layout().passing().map(NodeLayout.Passing::owner)));
    }

    /** The program of {@code kind}, by its path on the node of {@code view}. */
    private Map<String, Programs.Artifact> jar(ServiceKind kind, ObservedNode view) {
        return Map.of(programs.path(kind, view.layout()), programs.jar(kind));
    }

    /** The program that work starts itself on the nodes of {@code service}, by its path there; none for other services. */
    Map<String, Programs.Artifact> programOfWork(ServiceSpec service, ObservedNode view) {
        return kind(service)
                .filter(ServiceKind::isStartedByWork)
                .map(kind -> jar(kind, view))
                .orElse(Map.of());
    }

    /** Whether work starts the program of {@code service} itself. */
    boolean isStartedByWork(ServiceSpec service) {
        return kind(service).filter(ServiceKind::isStartedByWork).isPresent();
    }

    List<ObservedNode> viewsOn(ServiceSpec service) {
        return configuration.inventory().on(service.on()).stream()
                .map(node -> views.get(node.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The view of a node that was seen. */
    public ObservedNode view(NodeName node) {
        return Objects.requireNonNull(views.get(node));
    }

    /** What each process of {@code service} may use on the node of {@code view}. */
    Limits limits(ServiceSpec service, ObservedNode view) {
        return service.limits().each(processes(service, view));
    }

    int processes(ServiceSpec service, ObservedNode view) {
        return kind(service)
                .map(kind -> kind.processes(service, view.facts().host()))
                .orElse(1);
    }

    /** The kind of {@code service}, if it runs a program of Volta's. */
    Optional<ServiceKind> kind(ServiceSpec service) {
        return service.program() instanceof Program.OfKind(var name) ? programs.kind(name) : Optional.empty();
    }

    private Site.Place place(ServiceFamily family, ServiceSpec service, ObservedNode view) {
        var layout = view.layout();
        var jars = family.kinds().stream()
                .collect(Collectors.toMap(ServiceKind::name, kind -> programs.path(kind, layout)));
        var folders = new Site.Folders(jars, layout.conf(), layout.run(), layout.state());
        return new Site.Place(
                view.name(),
                folders,
                JavaChoice.on(view, programs).orElse("java"),
                view.facts().host().emulated(),
                processes(service, view),
                isStartedByWork(service) ? view.enforcement().of(service.limits()) : limits(service, view),
                service.settings());
    }
}
