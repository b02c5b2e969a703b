package dev.volta.core.standing;

import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.Program;
import dev.volta.core.deploy.Blueprint;
import dev.volta.core.deploy.NodeView;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.deploy.Wanted;
import dev.volta.core.metrics.Sample;
import dev.volta.core.metrics.ServiceWatch;
import dev.volta.core.metrics.Target;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.report.Quantities;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.ServiceLogs;
import dev.volta.core.supervisor.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Looks for what usually is wrong on a node: its Java, clock, disks and ports, its services, and the socket by which
 * workers find their controller. A look that fails is itself a fault, and the others go on.
 */
public final class NodeExamination {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LOG_LINES = 200;
    private static final Pattern COMPLAINT =
            Pattern.compile("(?i)\\b(error|exception|fatal|denied|refused|broken pipe|out ?of ?memory)");

    /** Parameter: the socket. Prints kind, owner, mode and who asks. */
    private static final Script SOCKET =
            Script.of("look at the socket", "[ ! -e \"$1\" ] || { stat -c '%F|%U|%a' -- \"$1\"; id -un; }");

    private static final Script OTHERS =
            Script.of(NodeExamination.class, "others.sh").including(Supervisor.class, "watchers.sh");

    private final Blueprint blueprint;
    private final NodeView view;
    /** Sockets are numbered, since names of nodes and services make paths too long for them. */
    private static final AtomicInteger LAST_SOCKET = new AtomicInteger();

    private final Remote remote;
    private final Supervisor supervisor;
    private final List<Standing> standings;
    private final Path sockets;
    private final List<Check> checks = new ArrayList<>();

    /**
     * An examination of a node.
     *
     * @param standings those of the services of the node
     * @param sockets a folder with a short path, for sockets that lead to the services
     */
    public NodeExamination(
            Blueprint blueprint,
            NodeView view,
            Remote remote,
            Supervisor supervisor,
            List<Standing> standings,
            Path sockets) {
        this.blueprint = blueprint;
        this.view = view;
        this.remote = remote;
        this.supervisor = supervisor;
        this.standings = List.copyOf(standings);
        this.sockets = sockets;
    }

    private interface Look {
        Check look() throws InterruptedException;
    }

    /** All that was looked at, in the order in which a person would. */
    public List<Check> examine() throws InterruptedException {
        checks.add(Check.ok(node(), "ssh", "answers as " + view.account().user()));
        checks.addAll(NodeChecks.of(blueprint, view));
        standings.forEach(standing -> checks.add(ServiceCheck.of(standing)));
        if (runs(Program.BuiltIn.CONTROLLER)) {
            look("controller socket", this::ownSocket);
            look("controller log", this::controllerLog);
        }
        if (runs(Program.BuiltIn.WORKER)) {
            look("way to the controller", this::wayToController);
        }
        var told = new ArrayList<Target.Service>();
        for (var one : blueprint.wanted()) {
            if (one.node().equals(node()) && isUp(one)) {
                one.planned()
                        .metrics()
                        .ifPresent(
                                socket -> told.add(new Target.Service(one.unit().name(), socket)));
            }
        }
        for (var service : told) {
            look("metrics " + service.unit(), () -> metrics(service));
        }
        look("other fleets", this::otherFleets);
        look("left programs", () -> LeftPrograms.look(remote, LIMIT));
        return checks;
    }

    /** Nobody but who deployed them can say whether they are forgotten. */
    private Check otherFleets() throws InterruptedException {
        var here = view.account(); // where the processes of its containers can be seen too
        var others = OTHERS.withLimit(LIMIT)
                .run(remote)
                .require()
                .out()
                .lines()
                .filter(service -> blueprint.views().values().stream()
                        .noneMatch(
                                other -> here.sharesKernelWith(other.account()) && Supervisors.keeps(other, service)))
                .toList();
        return Check.ok(
                node(),
                "other fleets",
                others.isEmpty()
                        ? "no service"
                        : "services of others, or of earlier descriptions: " + String.join(", ", others));
    }

    private boolean isUp(Wanted one) {
        return standings.stream()
                .anyMatch(standing -> standing.unit().equals(one.unit().name()) && standing.isUp());
    }

    private Check metrics(Target.Service service) throws InterruptedException {
        var name = "metrics " + service.unit();
        var here = sockets.resolve("m" + LAST_SOCKET.incrementAndGet());
        var watch = new ServiceWatch(node(), service, here, InstantSource.system());
        try (var opened = watch.over(remote)) {
            return switch (opened.ask().told()) {
                case Sample.Told.Values(var series, var _) ->
                    Check.ok(node(), name, "answers with " + Quantities.count(series.size(), "value"));
                case Sample.Told.Nothing(var reason) ->
                    Check.fault(
                            node(),
                            name,
                            service.socket() + " " + reason,
                            "see 'volta logs " + service.unit() + "@" + node() + "', then 'volta restart "
                                    + service.unit() + "'");
            };
        }
    }

    private NodeName node() {
        return view.name();
    }

    private boolean runs(Program.BuiltIn kind) {
        return blueprint.wanted().stream()
                .anyMatch(one -> one.node().equals(node()) && one.service().program() == kind);
    }

    private void look(String name, Look look) throws InterruptedException {
        try {
            checks.add(look.look());
        } catch (RemoteException e) {
            checks.add(Check.fault(node(), name, String.valueOf(e.getMessage()), "see 'volta ssh " + node() + "'"));
        }
    }

    private String socket() {
        return view.layout().run() + "/controller.sock";
    }

    private Check ownSocket() throws InterruptedException {
        var name = "controller socket";
        var restart = "restart the controller: volta restart controller";
        var answer = SOCKET.with(socket())
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out()
                .lines()
                .toList();
        if (answer.size() != 2) {
            return Check.fault(node(), name, socket() + " is not there", restart);
        }
        var fields = answer.getFirst().split("\\|", -1);
        var seen = socket() + " is a " + fields[0] + " of " + fields[1] + ", mode " + fields[2];
        if (!fields[0].equals("socket")) {
            return Check.fault(node(), name, seen, "remove it, and " + restart);
        }
        if (!fields[1].equals(answer.get(1)) || !fields[2].equals("600")) {
            return Check.fault(node(), name, seen, "it has to be of " + answer.get(1) + " alone, mode 600; " + restart);
        }
        return accepts() ? Check.ok(node(), name, seen + ", accepts") : refuses(name);
    }

    private boolean accepts() throws InterruptedException {
        return new HealthGate(remote, supervisor).passes(new Probe.Socket(Path.of(socket())));
    }

    private Check refuses(String name) {
        return Check.fault(
                node(), name, socket() + " accepts no connection", "see that the controller runs: volta status");
    }

    private Check wayToController() throws InterruptedException {
        var name = "way to the controller";
        if (accepts()) {
            return Check.ok(node(), name, socket() + " accepts");
        }
        return runs(Program.BuiltIn.CONTROLLER)
                ? refuses(name)
                : Check.warning(
                        node(),
                        name,
                        socket() + " accepts no connection",
                        "nothing to do if no experiment runs, as each links its workers by itself; a keeper does it for good"
                                + " (volta deploy-all --keep)");
    }

    private Check controllerLog() throws InterruptedException {
        var name = "controller log";
        var controller = blueprint.wanted().stream()
                .filter(one -> one.service().program() == Program.BuiltIn.CONTROLLER)
                .map(one -> one.unit().name())
                .findFirst()
                .orElseThrow();
        var complaint = ServiceLogs.tail(supervisor, controller, LOG_LINES)
                .lines()
                .filter(line -> COMPLAINT.matcher(line).find())
                .reduce((_, later) -> later);
        return complaint
                .map(line -> Check.warning(
                        node(), name, "'" + line.strip() + "'", "read on: volta logs -n 100 " + controller))
                .orElseGet(() -> Check.ok(node(), name, "no error in its last " + LOG_LINES + " lines"));
    }
}
