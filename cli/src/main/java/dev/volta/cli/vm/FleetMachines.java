package dev.volta.cli.vm;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.OutcomeReport;
import dev.volta.cli.keeper.KeepOptions;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.keeper.client.KeeperMachines;
import dev.volta.core.remote.NodeName;
import dev.volta.core.report.Quantities;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.fleet.OrderFiles;
import dev.volta.core.vm.fleet.Preflight;
import dev.volta.core.vm.fleet.VmStanding;
import dev.volta.ssh.hostkeys.HostKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The virtual machines of a fleet, which its keeper has, as commands boot and end them. */
public final class FleetMachines implements AutoCloseable {
    private final FleetOptions fleet;
    private @Nullable KeeperMachines opened;

    public FleetMachines(FleetOptions fleet) {
        this.fleet = fleet;
    }

    private KeeperMachines keeper() {
        if (opened == null) {
            opened = KeepOptions.machines(fleet.keeperPlace());
        }
        return opened;
    }

    /** The machines among {@code nodes}. */
    public static List<Node> among(List<Node> nodes) {
        return nodes.stream().filter(node -> node.vm().isPresent()).toList();
    }

    /** How those stand that are there, described or not; no keeper is started where none can be. */
    public Map<NodeName, VmStanding> standings() throws InterruptedException {
        var standings = new LinkedHashMap<NodeName, VmStanding>();
        if (new OrderFiles(fleet.keeperPlace().machines()).any()) {
            keeper().list().forEach(standing -> standings.put(standing.name(), standing));
        }
        return standings;
    }

    /** How the machines of {@code nodes} stand, those that are there. */
    public List<VmStanding> standings(List<Node> nodes) throws InterruptedException {
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
    private static List<Node> down(List<Node> machines, Map<NodeName, VmStanding> there) {
        return machines.stream()
                .filter(node -> !there.containsKey(node.name())
                        || there.get(node.name()).state() == VmStanding.State.ended)
                .toList();
    }

    /** Those of {@code machines} that another command boots just now; who orders one too waits until it is ready. */
    private static List<Node> booting(List<Node> machines, Map<NodeName, VmStanding> there) {
        return machines.stream()
                .filter(node ->
                        there.containsKey(node.name()) && there.get(node.name()).state() == VmStanding.State.booting)
                .toList();
    }

    /**
     * Boots those of {@code machines} that do not run, and logs in to all.
     *
     * @param out told of each machine, when it is ready
     */
    public int up(List<Node> machines, boolean cold, PrintWriter out, PrintWriter err) throws InterruptedException {
        var there = standings();
        var missing = down(machines, there);
        Preflight.check(missing, fleet.machines().folder());
        var awaited = new ArrayList<>(missing);
        awaited.addAll(booting(machines, there));
        var ordered = new MachineOrders(fleet.machines(), err).of(awaited, cold);
        pin(awaited);
        var report = new OutcomeReport<Optional<VmStanding>>(err, _ -> "does not run");
        FleetOutcome<Optional<VmStanding>> outcome;
        try (var log = fleet.audit(machines);
                var booting = new BootingAccess(keeper(), ordered, fleet.kept(machines));
                var access = log.over(booting)) {
            outcome = fleet.fanOut()
                    .run(
                            machines,
                            access,
                            (node, _) ->
                                    booting.standing(node.name()).or(() -> Optional.ofNullable(there.get(node.name()))),
                            (node, ended) -> {
                                report.ended(node, ended);
                                if (ended instanceof Outcome.Done<Optional<VmStanding>> done) {
                                    done.result()
                                            .ifPresent(machine ->
                                                    out.println(told(machine, ordered.containsKey(node.name()))));
                                    out.flush();
                                }
                            });
        }
        var finished = report.finish(outcome, true);
        return tellDifferent(machines, there, err) ? Math.max(finished, ExitCode.FAILED.code()) : finished;
    }

    /** Whether some run that are wanted otherwise; {@code err} is told of them. */
    private static boolean tellDifferent(List<Node> machines, Map<NodeName, VmStanding> there, PrintWriter err) {
        var different = machines.stream()
                .filter(node -> there.containsKey(node.name())
                        && there.get(node.name()).runs()
                        && !there.get(node.name()).isLike(node))
                .map(Node::name)
                .toList();
        if (!different.isEmpty()) {
            err.println("volta: " + FoldedNames.fold(different) + ": runs with another architecture, memory, number of"
                    + " processors or port than is wanted; to boot it anew, end it first with volta vm down");
        }
        return !different.isEmpty();
    }

    private static String told(VmStanding machine, boolean isNew) {
        return machine.name() + ": " + (isNew ? "ready" : "runs already")
                + machine.ready()
                        .filter(_ -> isNew)
                        .map(took -> " after " + Quantities.duration(took))
                        .orElse("")
                + ", " + machine.detail() + "; port " + machine.ssh();
    }

    /** So that the first login already finds a host key that it knows. */
    private void pin(List<Node> machines) {
        var pinned = fleet.hostKeys(machines);
        for (var node : machines) {
            var words = fleet.machines().hostKey(node.name()).publicKey().split(" ", -1);
            var key = HostKey.of(Base64.getDecoder().decode(words[1]));
            if (node.reach() instanceof Reach.Ssh ssh
                    && !pinned.pinned(ssh.address(), ssh.port().number()).equals(List.of(key))) {
                pinned.replace(ssh.address(), ssh.port().number(), List.of(key));
            }
        }
    }

    /** The machines that the operator chose: without a choice all that are there, those that nobody describes as well. */
    public List<NodeName> chosen() throws InterruptedException {
        var there = standings().keySet();
        return fleet.limit().isEmpty()
                ? List.copyOf(there)
                : fleet.selectOrThisMachine().stream()
                        .map(Node::name)
                        .filter(there::contains)
                        .toList();
    }

    /** Removes what the chosen machines keep, those that do not run as well; {@code out} is told of each. */
    public void purge(List<NodeName> ended, PrintWriter out) {
        var names = new LinkedHashSet<>(ended);
        among(fleet.selectOrThisMachine()).forEach(node -> names.add(node.name()));
        for (var name : names) {
            if (fleet.machines().purge(name)) {
                out.println(name + ": disk and host key removed");
            }
        }
        out.flush();
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

    private static String by(Vm.Ending ending) {
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
