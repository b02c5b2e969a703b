package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.deploy.DamagedRecordException;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.DeployedPlace;
import dev.volta.core.deploy.DeploymentRecord;
import dev.volta.core.deploy.DescribedPlace;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.DesiredUnit;
import dev.volta.core.deploy.MachineAddress;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.operation.AddressBook;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.vm.fleet.VmStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was deployed from the folder of a description, compared with what is described now. */
public final class FleetRecord {
    private static final String FILE = "deployed.json";

    private final FleetContext context;
    private final DeploymentRecord record;
    private @Nullable AddressBook addresses;

    public FleetRecord(FleetContext context) {
        this.context = context;
        this.record = new DeploymentRecord(
                context.state().resolve(FILE), context.installed().supervisors());
    }

    /** Every place; none if the record is damaged, which is told to those who depend on it. */
    List<DeployedPlace> places() {
        try {
            return record.places();
        } catch (DamagedRecordException _) {
            return List.of();
        }
    }

    /** Sees that what is deployed can be written down. */
    void require() {
        record.places();
    }

    /**
     * Writes down where {@code plans} put or leave services, before they do.
     *
     * @return the nodes of which nothing was written down before
     * @throws dev.volta.core.deploy.DamagedRecordException if what was written down before cannot be read
     */
    public List<Node> note(DesiredState desired, List<DeployPlan> plans) throws IOException, InterruptedException {
        var known = record.places();
        var places = new ArrayList<DeployedPlace>();
        var fresh = new ArrayList<Node>();
        for (var view : desired.views().values()) {
            var services = new TreeSet<>(view.services().keySet());
            plans.forEach(plan -> services.addAll(plan.started(view.name())));
            if (!services.isEmpty()) {
                var place = place(desired, view, services);
                places.add(place);
                if (known.stream().noneMatch(place::isAt)) {
                    fresh.add(view.node());
                }
            }
        }
        record.add(places);
        return fresh;
    }

    /** Writes down what there is on {@code nodes}, which are as described now. */
    void settle(DesiredState desired, Collection<Node> nodes) throws IOException, InterruptedException {
        var wanted = desired.wanted();
        var used = new ArrayList<DeployedPlace>();
        var empty = new ArrayList<DeployedPlace>();
        for (var view : views(desired, nodes)) {
            var services = wanted.stream()
                    .filter(one -> one.node().equals(view.name()))
                    .map(DesiredUnit::unit)
                    .map(unit -> unit.name())
                    .toList();
            (services.isEmpty() ? empty : used).add(place(desired, view, services));
        }
        record.add(used);
        record.remove(empty);
    }

    /** Strikes out {@code nodes}, on which nothing of the fleet runs any more. */
    public void stopped(DesiredState desired, Collection<Node> nodes) throws IOException, InterruptedException {
        record.remove(views(desired, nodes).stream()
                .map(view -> place(desired, view, List.of()))
                .toList());
    }

    void remove(List<DeployedPlace> places) throws IOException, InterruptedException {
        record.remove(places);
    }

    void replace(DeployedPlace place) throws IOException, InterruptedException {
        record.add(List.of(place));
    }

    private static List<ObservedNode> views(DesiredState desired, Collection<Node> nodes) {
        return desired.views().values().stream()
                .filter(view -> nodes.contains(view.node()))
                .toList();
    }

    private DeployedPlace place(DesiredState desired, ObservedNode view, Collection<String> services) {
        return DeployedPlace.of(
                context.description(), address(view.node()), view, List.copyOf(services), Instant.now(), lock(desired));
    }

    private LockPlace lock(DesiredState desired) {
        var lock = LockPlace.of(desired.configuration());
        return new LockPlace(address(lock.node()).toNode(NodePaths.UNSAID), lock.name());
    }

    /** Every place that has left the description, also in machines that are off. */
    List<DeployedPlace> allForgotten() {
        return record.forgotten(context.description(), () -> described(Map.of()));
    }

    /**
     * The places that have left the description and may have services that run. In a virtual machine that is off none do.
     *
     * @param views of the nodes that were looked at
     */
    List<DeployedPlace> forgotten(Map<NodeName, ObservedNode> views) throws InterruptedException {
        var all = record.forgotten(context.description(), () -> described(views));
        if (all.stream().noneMatch(place -> place.address().vm())) {
            return all;
        }
        try (var machines = new FleetMachines(context)) {
            var on = machines.standings().values().stream()
                    .filter(machine -> machine.state() != VmStatus.State.ended)
                    .map(VmStatus::name)
                    .collect(Collectors.toSet());
            return all.stream()
                    .filter(place ->
                            !place.address().vm() || on.contains(place.address().node()))
                    .toList();
        }
    }

    /** The nodes of the description, if there is one. */
    List<DescribedPlace> described(Map<NodeName, ObservedNode> views) {
        if (!context.isDescribed()) {
            return List.of();
        }
        var fleet = context.configuration().fleet().name();
        return context.configuration().nodes().stream()
                .map(node -> new DescribedPlace(
                        fleet, address(node), node.paths(), Optional.ofNullable(views.get(node.name()))))
                .toList();
    }

    /** Where {@code node} is now, and the keys that are pinned for it; looked up once. */
    MachineAddress address(Node node) {
        var book = addresses;
        if (book == null) {
            book = context.addresses();
            addresses = book;
        }
        return book.of(node);
    }
}
