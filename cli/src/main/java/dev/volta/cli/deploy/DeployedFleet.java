package dev.volta.cli.deploy;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.FleetSession;
import dev.volta.cli.fleet.OutcomeReport;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.Node;
import dev.volta.core.config.Program;
import dev.volta.core.deploy.Blueprint;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.NodeSurvey;
import dev.volta.core.deploy.NodeView;
import dev.volta.core.deploy.Rollout;
import dev.volta.core.deploy.Scope;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.OpenNodes;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** A fleet as a command works on it: connected to, looked at, brought to the state that is wanted. */
public final class DeployedFleet implements AutoCloseable {
    private final Configuration configuration;
    private final FanOut fanOut;
    private final NodePrograms programs;
    private final FleetSession session;
    private final OpenNodes nodes;
    private final NodeSurvey survey;
    private final Map<NodeName, Supervisor> supervisors = new ConcurrentHashMap<>();

    private DeployedFleet(Configuration configuration, FanOut fanOut, NodePrograms programs, FleetSession session) {
        this.configuration = configuration;
        this.fanOut = fanOut;
        this.programs = programs;
        this.session = session;
        this.nodes = new OpenNodes(session.access());
        this.survey = new NodeSurvey(configuration.fleet().name(), programs.version());
    }

    /** Opens the way to {@code selected}, and to the controller, without which no worker can be planned. */
    static DeployedFleet open(FleetOptions fleet, List<Node> selected) throws IOException {
        return open(fleet, fleet.configuration(), selected, false);
    }

    /**
     * The same for a fleet that is to be other than it is described.
     *
     * @param linked whether nodes have to listen for this machine, which one transport can
     */
    public static DeployedFleet open(
            FleetOptions fleet, Configuration configuration, List<Node> selected, boolean linked) throws IOException {
        var concerned = new LinkedHashSet<>(selected);
        configuration.services().stream()
                .filter(service -> service.program() == Program.BuiltIn.CONTROLLER)
                .forEach(service -> concerned.addAll(configuration.inventory().on(service.on())));
        var programs = new NodePrograms(fleet.state());
        return new DeployedFleet(configuration, fleet.fanOut(), programs, fleet.open(List.copyOf(concerned), linked));
    }

    public OpenNodes nodes() {
        return nodes;
    }

    public NodePrograms programs() {
        return programs;
    }

    /** Looks at all nodes that this was opened for. */
    public FleetOutcome<NodeView> look(PrintWriter err) {
        var report = new OutcomeReport<NodeView>(err, _ -> "done");
        return onEach(
                session.nodes(),
                (node, remote) -> {
                    supervisors.put(node.name(), survey.supervisor(node, remote));
                    return survey.look(node, remote);
                },
                report::ended);
    }

    public <T> FleetOutcome<T> onEach(List<Node> some, NodeTask<T> task, BiConsumer<Node, Outcome<T>> ended) {
        return fanOut.run(some, nodes, task, ended);
    }

    public Blueprint blueprint(FleetOutcome<NodeView> seen) {
        var views = new LinkedHashMap<NodeName, NodeView>();
        seen.byNode().forEach((node, outcome) -> {
            if (outcome instanceof Outcome.Done<NodeView> done) {
                views.put(node.name(), done.result());
            }
        });
        return new Blueprint(configuration, views, programs);
    }

    public DeployPlan plan(Blueprint blueprint, Scope scope) {
        return Deployment.plan(blueprint, scope, name -> Objects.requireNonNull(supervisors.get(name)));
    }

    Supervisor supervisor(Node node, Remote remote) throws InterruptedException {
        return survey.supervisor(node, remote);
    }

    FleetOutcome<Integer> carryOut(
            DeployPlan plan, Blueprint blueprint, List<Node> selected, OptionalInt serial, Rollout.Listener listener) {
        var reached = new ArrayList<Node>();
        for (var node : selected) {
            if (blueprint.views().containsKey(node.name())) {
                reached.add(node);
            }
        }
        return new Rollout(blueprint.views(), nodes, fanOut.width(), serial, listener).run(plan.stages(), reached);
    }

    @Override
    public void close() {
        nodes.close();
        session.close();
    }
}
