package dev.volta.core.operation.services;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DeployedPlace;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.InstalledPrograms;
import dev.volta.core.deploy.NodeSurvey;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.fleet.AskedNodes;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.OpenNodes;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.HeldLock;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.FleetSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A fleet as a command works on it: connected to, looked at, compared with its description. */
public final class DeployedFleet implements AskedNodes, AutoCloseable {
    private static final long GLANCE_SECONDS = 1;

    private final Configuration configuration;
    private final LockPlace lock;
    private final FanOut fanOut;
    /** With the tokens that the fleet has, once it was looked at. */
    private InstalledPrograms programs;

    private final FleetSession session;
    private final OpenNodes nodes;
    private final NodeSurvey survey;

    private DeployedFleet(
            Configuration configuration,
            LockPlace lock,
            FanOut fanOut,
            InstalledPrograms programs,
            Supervisors supervisors,
            List<DeployedPlace> deployed,
            FleetSession session) {
        this.configuration = configuration;
        this.lock = lock;
        this.fanOut = fanOut;
        this.programs = programs;
        this.session = session;
        this.nodes = new OpenNodes(session.access());
        var limited = configuration.services().stream()
                .anyMatch(service -> !service.limits().equals(Limits.NONE));
        var kept = programs.families().stream()
                .flatMap(family -> family.kinds().stream())
                .flatMap(kind -> kind.kept().stream())
                .toList();
        this.survey =
                new NodeSurvey(configuration.fleet().name(), programs.version(), limited, kept, supervisors, deployed);
    }

    /**
     * Opens the way to {@code selected}, to the controller, without which no worker can be planned, and to the node with the
     * lock.
     *
     * @param looks whether nothing is put on a node
     */
    public static DeployedFleet open(FleetContext fleet, List<Node> selected, boolean looks) throws IOException {
        return open(fleet, fleet.configuration(), selected, false, looks);
    }

    /**
     * The same for a fleet that is to be other than it is described.
     *
     * @param linked whether nodes have to listen for this machine, which one transport can
     * @param looks whether nothing is put on a node
     */
    public static DeployedFleet open(
            FleetContext fleet, Configuration configuration, List<Node> selected, boolean linked, boolean looks)
            throws IOException {
        var concerned = concerned(fleet, configuration, LockPlace.of(configuration), selected);
        return open(fleet, configuration, LockPlace.of(configuration), fleet.open(concerned, linked), looks);
    }

    /** A fleet whose nodes are not asked: nothing is written down of that either. */
    public static DeployedFleet offline(FleetContext fleet, List<Node> selected) throws IOException {
        var configuration = fleet.configuration();
        var concerned = concerned(fleet, configuration, LockPlace.of(configuration), selected);
        return open(fleet, configuration, LockPlace.of(configuration), fleet.offline(concerned), true);
    }

    /** The same for a fleet that was described once, and had {@code lock} then. */
    public static DeployedFleet open(FleetContext fleet, Configuration once, LockPlace lock) throws IOException {
        return open(fleet, once, lock, fleet.open(concerned(fleet, once, lock, once.nodes()), false), true);
    }

    /** The host, and the node that has the lock unless that is a virtual machine. */
    static DeployedFleet ofHost(FleetContext fleet, boolean looks) throws IOException {
        var configuration = fleet.configuration();
        var lock = LockPlace.of(configuration);
        var nodes = new LinkedHashSet<>(List.of(configuration.inventory().host()));
        if (lock.node().vm().isEmpty()) {
            nodes.add(lock.node());
        }
        return open(fleet, configuration, lock, fleet.open(List.copyOf(nodes), false), looks);
    }

    private static List<Node> concerned(
            FleetContext fleet, Configuration configuration, LockPlace lock, List<Node> selected) {
        var concerned = new LinkedHashSet<>(selected);
        fleet.installed().firstKinds().stream()
                .flatMap(kind -> configuration.service(kind).stream())
                .forEach(service -> concerned.addAll(configuration.inventory().on(service.on())));
        concerned.add(lock.node());
        return List.copyOf(concerned);
    }

    private static DeployedFleet open(
            FleetContext fleet, Configuration configuration, LockPlace lock, FleetSession session, boolean looks)
            throws IOException {
        try {
            var programs = fleet.installed().programs(fleet.state(), looks);
            return new DeployedFleet(
                    configuration,
                    lock,
                    fleet.fanOut(),
                    programs,
                    fleet.installed().supervisors(),
                    new FleetRecord(fleet).places(),
                    session);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    public InstalledPrograms programs() {
        return programs;
    }

    public FleetSession session() {
        return session;
    }

    /** Where what is done on the nodes is written down; open as long as this is. */
    public AuditLog log() {
        return session.log();
    }

    public OpenNodes nodes() {
        return nodes;
    }

    /** The node of this name among those that this was opened for. */
    public Node node(NodeName name) {
        return session.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    int parallel() {
        return fanOut.width();
    }

    /** Where the lock is. */
    LockPlace lockPlace() {
        return lock;
    }

    /** The node that has the lock. */
    NodeName lockNode() {
        return lock.node().name();
    }

    /** The lock, on a node that is connected to now. */
    FleetLock lock() throws InterruptedException {
        return lock.over(nodes.connect(lock.node()), HeldLock.TIME_TO_LIVE);
    }

    /** Who takes the lock for what was ordered of {@code options}. */
    public CommandLock.Taker taker(FleetContext options) {
        return new CommandLock.Taker(lock, options.state(), nodes, session.run(), options.commandLine(), options.err());
    }

    /** Tries to connect until all nodes but {@code unawaited} are reached, or {@code patience} is over; connections stay. */
    void await(Duration patience, Collection<Node> unawaited) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var missing = session.nodes().stream()
                .filter(node -> !unawaited.contains(node))
                .toList();
        while (true) {
            var outcome = onEach(missing, (_, _) -> true, (_, _) -> {});
            missing = outcome.unfinished();
            if (outcome.interrupted()) {
                throw new InterruptedException();
            }
            if (missing.isEmpty() || System.nanoTime() >= deadline) {
                return;
            }
            TimeUnit.SECONDS.sleep(GLANCE_SECONDS);
        }
    }

    /** Looks at all nodes that this was opened for, and tells {@code err} of those that cannot be looked at. */
    public FleetOutcome<ObservedNode> look(PrintWriter err) throws InterruptedException {
        return look(new OutcomeReport<ObservedNode>(err, _ -> "done")::ended);
    }

    /** Looks at all nodes that this was opened for. */
    FleetOutcome<ObservedNode> look(BiConsumer<Node, Outcome<ObservedNode>> ended) throws InterruptedException {
        var seen = uninterrupted(onEach(session.nodes(), survey::look, ended));
        programs = programs.asFound(desired(seen), this);
        return seen;
    }

    /** Looks at {@code some} of the nodes; tokens stay those that the look at all nodes found. */
    FleetOutcome<ObservedNode> look(List<Node> some, PrintWriter err) throws InterruptedException {
        return uninterrupted(onEach(some, survey::look, new OutcomeReport<ObservedNode>(err, _ -> "done")::ended));
    }

    private static FleetOutcome<ObservedNode> uninterrupted(FleetOutcome<ObservedNode> seen)
            throws InterruptedException {
        if (seen.interrupted()) {
            throw new InterruptedException();
        }
        return seen;
    }

    /**
     * Looks at {@code some} of the nodes for {@code limit} at most; the outcome has each that did not answer. Tokens stay
     * those that the look at all nodes found.
     */
    public FleetOutcome<ObservedNode> look(List<Node> some, Duration limit) throws InterruptedException {
        return uninterrupted(fanOut.within(limit).run(some, nodes, survey::look, (_, _) -> {}));
    }

    /** What a look would see on empty nodes. */
    FleetOutcome<ObservedNode> imagine() {
        var views = new LinkedHashMap<Node, Outcome<ObservedNode>>();
        session.nodes().forEach(node -> views.put(node, new Outcome.Done<>(survey.empty(node), true, Duration.ZERO)));
        return new FleetOutcome<>(views, false);
    }

    public <T> FleetOutcome<T> onEach(List<Node> some, NodeTask<T> task, BiConsumer<Node, Outcome<T>> ended) {
        return fanOut.run(some, nodes, task, ended);
    }

    @Override
    public <T> FleetOutcome<T> ask(Collection<NodeName> some, NodeTask<T> task) {
        return onEach(some.stream().map(this::node).toList(), task, (_, _) -> {});
    }

    public DesiredState desired(FleetOutcome<ObservedNode> seen) {
        return desired(configuration, seen);
    }

    /** What {@code other} wants on the nodes that were seen. */
    public DesiredState desired(Configuration other, FleetOutcome<ObservedNode> seen) {
        var views = new LinkedHashMap<NodeName, ObservedNode>();
        seen.byNode().forEach((node, outcome) -> {
            if (outcome instanceof Outcome.Done<ObservedNode> done) {
                views.put(node.name(), done.result());
            }
        });
        var unseen = seen.unfinished().stream().map(Node::name).collect(Collectors.toSet());
        return new DesiredState(other, views, unseen, programs);
    }

    @Override
    public void close() {
        nodes.close();
        session.close();
    }
}
