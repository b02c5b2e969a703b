package dev.volta.hashing.workload;

import dev.volta.core.config.Health.Probe;
import dev.volta.core.doctor.CheckResult;
import dev.volta.core.doctor.DoctorCheck;
import dev.volta.core.doctor.Examined;
import dev.volta.core.remote.Script;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.ServiceLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What {@code volta doctor} looks at where a controller or workers run: the socket by which workers find their controller. */
public final class ControllerChecks {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LOG_LINES = 200;
    private static final Pattern COMPLAINT =
            Pattern.compile("(?i)\\b(error|exception|fatal|denied|refused|broken pipe|out ?of ?memory)");

    /** Parameter: the socket. Prints kind, owner, mode and who asks. */
    private static final Script SOCKET =
            Script.of("look at the socket", "[ ! -e \"$1\" ] || { stat -c '%F|%U|%a' -- \"$1\"; id -un; }");

    private static final String OWN_SOCKET = "controller socket";
    private static final String LOG = "controller log";
    private static final String WAY = "way to the controller";

    private ControllerChecks() {}

    /** All of them, in the order in which a person would look. */
    public static List<DoctorCheck> all() {
        return List.of(
                new Own(OWN_SOCKET, ControllerChecks::hasController, ControllerChecks::ownSocket),
                new Own(LOG, ControllerChecks::hasController, ControllerChecks::log),
                new Own(WAY, node -> node.runs(NodeServices.WORKER.name()), ControllerChecks::way));
    }

    private interface Look {
        CheckResult at(Examined node) throws InterruptedException;
    }

    private record Own(String name, Predicate<Examined> where, Look look) implements DoctorCheck {
        @Override
        public boolean concerns(Examined node) {
            return where.test(node);
        }

        @Override
        public CheckResult look(Examined node) throws InterruptedException {
            return look.at(node);
        }
    }

    private static boolean hasController(Examined node) {
        return node.runs(NodeServices.CONTROLLER.name());
    }

    private static String socket(Examined node) {
        return ControllerKind.socket(node.view().layout().run());
    }

    private static CheckResult ownSocket(Examined node) throws InterruptedException {
        var restart = "restart the controller: volta restart controller";
        var answer = SOCKET.with(socket(node))
                .withLimit(LIMIT)
                .run(node.remote())
                .require()
                .out()
                .lines()
                .toList();
        if (answer.size() != 2) {
            return CheckResult.fault(node.node(), OWN_SOCKET, socket(node) + " is not there", restart);
        }
        var fields = answer.getFirst().split("\\|", -1);
        var seen = socket(node) + " is a " + fields[0] + " of " + fields[1] + ", mode " + fields[2];
        if (!fields[0].equals("socket")) {
            return CheckResult.fault(node.node(), OWN_SOCKET, seen, "remove it, and " + restart);
        }
        if (!fields[1].equals(answer.get(1)) || !fields[2].equals("600")) {
            return CheckResult.fault(
                    node.node(), OWN_SOCKET, seen, "it has to be of " + answer.get(1) + " alone, mode 600; " + restart);
        }
        return accepts(node) ? CheckResult.ok(node.node(), OWN_SOCKET, seen + ", accepts") : refuses(node, OWN_SOCKET);
    }

    private static boolean accepts(Examined node) throws InterruptedException {
        return new HealthGate(node.remote(), node.supervisor()).passes(new Probe.Socket(Path.of(socket(node))));
    }

    private static CheckResult refuses(Examined node, String name) {
        return CheckResult.fault(
                node.node(),
                name,
                socket(node) + " accepts no connection",
                "see that the controller runs: volta status");
    }

    private static CheckResult way(Examined node) throws InterruptedException {
        if (accepts(node)) {
            return CheckResult.ok(node.node(), WAY, socket(node) + " accepts");
        }
        return hasController(node)
                ? refuses(node, WAY)
                : CheckResult.warning(
                        node.node(),
                        WAY,
                        socket(node) + " accepts no connection",
                        "nothing to do if no experiment runs, as each links its workers by itself; a keeper does it for good"
                                + " (volta deploy-all --keep)");
    }

    private static CheckResult log(Examined node) throws InterruptedException {
        var controller = node.unit(NodeServices.CONTROLLER.name()).orElseThrow();
        return ServiceLogs.tail(node.supervisor(), controller, LOG_LINES)
                .lines()
                .filter(line -> COMPLAINT.matcher(line).find())
                .reduce((_, later) -> later)
                .map(line -> CheckResult.warning(
                        node.node(), LOG, "'" + line.strip() + "'", "read on: volta logs -n 100 " + controller))
                .orElseGet(() -> CheckResult.ok(node.node(), LOG, "no error in its last " + LOG_LINES + " lines"));
    }
}
