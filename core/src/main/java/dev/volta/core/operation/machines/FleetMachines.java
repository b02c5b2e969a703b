package dev.volta.core.operation.machines;

import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.fleet.NodePattern;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.fleet.PatternException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperMachines;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.remote.Remote;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.DiskUse;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmLiveness;
import dev.volta.core.vm.fleet.BootPreflight;
import dev.volta.core.vm.fleet.GuestClock;
import dev.volta.core.vm.fleet.MachineFolders;
import dev.volta.core.vm.fleet.VmStatus;
import dev.volta.core.wire.Quantities;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The virtual machines of a fleet, which its keeper has, as commands boot and end them. */
public final class FleetMachines implements AutoCloseable {
    private final FleetContext fleet;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable KeeperMachines opened;
    private @Nullable KeeperPlace place;

    public FleetMachines(FleetContext fleet) {
        this.fleet = fleet;
    }

    private KeeperMachines keeper() throws InterruptedException {
        opening.lockInterruptibly();
        try {
            var keeper = opened;
            if (keeper == null) {
                keeper = KeeperMachines.of(
                        place(), fleet.installed()::keeper, fleet.machines().folder());
                opened = keeper;
            }
            return keeper;
        } finally {
            opening.unlock();
        }
    }

    private KeeperPlace place() {
        var known = place;
        if (known == null) {
            known = fleet.keeperPlace();
            place = known;
        }
        return known;
    }

    private MachineFolders folders() {
        return MachineFolders.at(fleet.machines().folder());
    }

    /** The machines among {@code nodes}. */
    public static List<Node> among(List<Node> nodes) {
        return nodes.stream().filter(node -> node.vm().isPresent()).toList();
    }

    /** How those stand that are there, described or not; no keeper is started where none can be. */
    public Map<NodeName, VmStatus> standings() throws InterruptedException {
        var standings = new LinkedHashMap<NodeName, VmStatus>();
        if (mayRun()) {
            keeper().list().forEach(standing -> standings.put(standing.name(), standing));
        }
        return standings;
    }

    /** Files may have been removed while machines run, so they are not asked alone. */
    private boolean mayRun() {
        return !folders().started().isEmpty()
                || Files.exists(place().socket())
                || (BootPreflight.isAPortTaken(among(
                                fleet.configurationOrThisMachine().inventory().nodes()))
                        && !VmLiveness.inUse(folders().folder()).isEmpty());
    }

    /** How the machines of {@code nodes} stand, those that are there. */
    public List<VmStatus> standings(List<Node> nodes) throws InterruptedException {
        var machines = among(nodes);
        if (machines.isEmpty()) {
            return List.of();
        }
        var there = standings();
        return machines.stream()
                .filter(node -> there.containsKey(node.name()))
                .map(node -> there.get(node.name()))
                .toList();
    }

    /** The machines among {@code nodes} that do not run. */
    public List<Node> down(List<Node> nodes) throws InterruptedException {
        var machines = among(nodes);
        return machines.isEmpty() ? machines : down(machines, standings());
    }

    /** Those of {@code machines} that {@code there} does not have, or as ended. */
    private static List<Node> down(List<Node> machines, Map<NodeName, VmStatus> there) {
        return machines.stream()
                .filter(node -> !there.containsKey(node.name())
                        || there.get(node.name()).state() == VmStatus.State.ended)
                .toList();
    }

    /** Those of {@code machines} that are there and do not do what they should; who orders one is told why. */
    private static List<Node> unfit(List<Node> machines, Map<NodeName, VmStatus> there) {
        return machines.stream()
                .filter(node -> there.containsKey(node.name())
                        && !there.get(node.name()).runs()
                        && there.get(node.name()).state() != VmStatus.State.ended)
                .toList();
    }

    /** What booting {@code nodes} would do, a line for each machine; what would keep it from that is refused as then. */
    public List<String> preview(List<Node> machines) throws InterruptedException {
        var missing = down(machines);
        check(missing);
        return Preview.of(machines, missing);
    }

    /** Refuses what would keep those of {@code machines} that do not run from being booted. */
    public void requireBootable(List<Node> machines) throws InterruptedException {
        check(down(machines));
    }

    private void check(List<Node> missing) {
        BootPreflight.check(missing, fleet.machines().folder(), VmFiles.usualTemporary());
        MachineOrders.requireImages(missing, fleet.installed().images());
    }

    /**
     * Boots those of {@code machines} that do not run, and logs in to all.
     *
     * @param out told of each machine, when it is ready
     */
    public int up(List<Node> machines, boolean cold, PrintWriter out, PrintWriter err) throws InterruptedException {
        var there = standings();
        var missing = down(machines, there);
        check(missing);
        var awaited = new ArrayList<>(missing);
        awaited.addAll(unfit(machines, there));
        var ordered =
                new MachineOrders(fleet.machines(), fleet.installed().images(), err).of(awaited, running(there), cold);
        pin(awaited);
        var report = new OutcomeReport<Optional<VmStatus>>(err, BootOutcomes::words);
        FleetOutcome<Optional<VmStatus>> outcome;
        try (var log = fleet.audit(machines);
                var booting = new BootingAccess(keeper(), ordered, fleet.kept());
                var access = log.over(booting)) {
            var done = fleet.fanOut()
                    .run(
                            machines,
                            access,
                            (node, guest) -> {
                                var booted = booting.standing(node.name());
                                if (booted.isEmpty()) {
                                    setClock(guest, err);
                                }
                                return booted.or(() -> Optional.ofNullable(there.get(node.name())));
                            },
                            (node, ended) -> {
                                report.ended(node, ended);
                                if (ended instanceof Outcome.Done<Optional<VmStatus>> ready) {
                                    ready.result().ifPresent(machine -> out.println(told(machine, isNew(node, there))));
                                    out.flush();
                                }
                            });
            outcome = BootOutcomes.of(
                    done,
                    name -> booting.standing(name)
                            .or(() -> Optional.ofNullable(there.get(name)))
                            .filter(VmStatus::runs));
        }
        if (!outcome.interrupted()) {
            BootOutcomes.notLoggedIn(outcome).forEach(report::ended);
        }
        var finished = report.finish(outcome, true);
        return tellDifferent(machines, there, err) ? Math.max(finished, ExitCode.FAILED.code()) : finished;
    }

    /** Of a machine that ran already: it may have stood still, and its clock with it. */
    private static void setClock(Remote guest, PrintWriter err) throws InterruptedException {
        GuestClock.correct(guest, InstantSource.system())
                .ifPresent(found -> err.println("volta: " + guest.node() + ": " + words(found)));
    }

    private static String words(GuestClock.Found clock) {
        return "its clock was " + Quantities.duration(clock.behind().abs())
                + (clock.behind().isNegative() ? " ahead" : " behind")
                + (clock.set() ? ", and was set" : ", and could not be set: only root may");
    }

    /** Whether some run that are wanted otherwise; {@code err} is told of them. */
    private static boolean tellDifferent(List<Node> machines, Map<NodeName, VmStatus> there, PrintWriter err) {
        var different = machines.stream()
                .filter(node -> there.containsKey(node.name())
                        && there.get(node.name()).runs()
                        && !there.get(node.name()).isLike(node))
                .map(Node::name)
                .toList();
        if (!different.isEmpty()) {
            err.println("volta: " + FoldedNames.fold(different) + ": runs with another architecture, memory, number of"
                    + " processors or port than is wanted; to boot it anew, end it first with volta vm down -l "
                    + FoldedNames.fold(different));
        }
        return !different.isEmpty();
    }

    private static List<NodeName> running(Map<NodeName, VmStatus> there) {
        return there.values().stream()
                .filter(machine -> machine.state() != VmStatus.State.ended)
                .map(VmStatus::name)
                .toList();
    }

    private static boolean isNew(Node node, Map<NodeName, VmStatus> there) {
        var before = there.get(node.name());
        return before == null || before.state() == VmStatus.State.ended || before.state() == VmStatus.State.booting;
    }

    private static String told(VmStatus machine, boolean isNew) {
        return machine.name() + ": " + (isNew ? "ready" : "runs already")
                + machine.ready()
                        .filter(_ -> isNew)
                        .map(took -> " after " + Quantities.duration(took))
                        .orElse("")
                + ", " + machine.remark()
                + machine.make().map(like -> "; port " + like.ssh()).orElse("");
    }

    /** So that the first login already finds a host key that it knows. */
    private void pin(List<Node> machines) {
        var keys = new LinkedHashMap<Node, String>();
        machines.forEach(node ->
                keys.put(node, fleet.machines().hostKey(node.name(), _ -> {}).publicKey()));
        fleet.pin(keys);
    }

    /** The machines that the operator chose: without a choice all that are there, those that nobody describes as well. */
    public List<NodeName> chosen() throws InterruptedException {
        var there = standings();
        if (fleet.limit().isEmpty()) {
            return List.copyOf(there.keySet());
        }
        var inventory = fleet.configurationOrThisMachine().inventory();
        var all = new ArrayList<>(inventory.nodes());
        var described = all.stream().map(Node::name).collect(Collectors.toSet());
        there.values().stream()
                .filter(machine -> !described.contains(machine.name()))
                .forEach(machine -> all.add(nobodys(machine.name())));
        return NodePattern.select(fleet.limit().get(), new Inventory(all, inventory.ownHost())).stream()
                .map(Node::name)
                .filter(there::containsKey)
                .toList();
    }

    /** A machine that was described once. */
    private static Node nobodys(NodeName name) {
        return new Node(
                name,
                new Reach.Ssh("127.0.0.1", Port.SSH, Optional.empty()),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }

    /**
     * Those that keep something which a purge would remove.
     *
     * @param ended that it would end first
     */
    public List<NodeName> purgeable(List<NodeName> ended) {
        var names = new LinkedHashSet<>(ended);
        var described = among(fleet.configurationOrThisMachine().inventory().nodes()).stream()
                .map(Node::name)
                .toList();
        if (fleet.limit().isEmpty()) {
            names.addAll(described);
        } else if (!described.isEmpty()) {
            among(selectedHere()).forEach(node -> names.add(node.name()));
        }
        var folders = folders();
        return names.stream().filter(folders::isThere).toList();
    }

    /** Nobody of the description, if the choice is of machines that were described once. */
    private List<Node> selectedHere() {
        try {
            return fleet.selectOrThisMachine();
        } catch (PatternException e) {
            return List.of();
        }
    }

    /** Removes what machines keep; {@code out} is told of each, and {@code err} of those that are in use. */
    public int purge(List<NodeName> names, PrintWriter out, PrintWriter err) {
        var good = true;
        for (var name : names) {
            try {
                if (folders().purge(name)) {
                    out.println(name + ": disk and host key removed");
                }
            } catch (VmException e) {
                err.println("volta: " + name + ": nothing is removed: " + e.getMessage());
                good = false;
            }
        }
        out.flush();
        return (good ? ExitCode.OK : ExitCode.FAILED).code();
    }

    /** What the disk of each takes of this machine's, in bytes. */
    public Map<NodeName, Long> disks(List<NodeName> names) throws InterruptedException {
        var use = DiskUse.of(names.stream().map(fleet.machines()::disk).toList());
        var disks = new LinkedHashMap<NodeName, Long>();
        for (var name : names) {
            var bytes = use.get(fleet.machines().disk(name));
            if (bytes != null) {
                disks.put(name, bytes);
            }
        }
        return disks;
    }

    /** Ends {@code machines}, all at once; {@code out} is told of each, and if there are none. */
    public int end(List<NodeName> machines, PrintWriter out, PrintWriter err) throws InterruptedException {
        if (machines.isEmpty()) {
            out.println("no virtual machine runs");
        }
        var tasks = machines.stream()
                .<Callable<Boolean>>map(name -> () -> end(name, out, err))
                .toList();
        var good = true;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var ended : threads.invokeAll(tasks)) {
                good &= ended.resultNow();
            }
        }
        out.flush();
        return (good ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private boolean end(NodeName name, PrintWriter out, PrintWriter err) throws InterruptedException {
        try {
            var begun = System.nanoTime();
            var ending = keeper().down(name);
            var took = Quantities.duration(System.nanoTime() - begun);
            out.println(name + ": "
                    + ending.map(how -> "off after " + took + " (" + by(how) + ")")
                            .orElse("had ended"));
            return true;
        } catch (RuntimeException e) { // whatever it is, it is this machine's
            err.println("volta: " + name + ": " + e.getMessage());
            return false;
        }
    }

    private static String by(RunningVm.Ending ending) {
        return switch (ending) {
            case GUEST -> "by itself, as asked";
            case POWER_BUTTON -> "by its power button";
            case QUIT -> "QEMU was told to quit";
            case KILLED -> "QEMU had to be killed";
        };
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
