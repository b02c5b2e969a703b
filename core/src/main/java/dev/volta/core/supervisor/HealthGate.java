package dev.volta.core.supervisor;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.Port;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.ScriptResource;
import dev.volta.core.supervisor.GateAnswer.Verdict;
import dev.volta.core.wire.Quantities;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sees on a node whether a service is ready: its check passes, by the doing of a process of the service where that can be
 * told, and its program runs. Ports are looked up in {@code /proc/net}, where a listening one shows without being connected
 * to (proc_pid_net(5)). Each try of a check ends in time, with whatever it has started.
 */
public final class HealthGate {
    /** How long the node waits before it is asked anew. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(4);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(16);

    /** How long a service without a check may take until it stays. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** A program that ends at once mostly does so within this. */
    static final Duration SETTLED = Duration.ofMillis(1500);

    /** One that was started again and has stayed so long does not fail again and again. */
    static final Duration RECOVERED = Duration.ofSeconds(10);

    private static final Duration SHORTEST_TRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_TRY = Duration.ofSeconds(30);
    private static final Duration ROUND_TRIP = Duration.ofSeconds(20);
    private static final int TOO_MANY_RESTARTS = 3;
    private static final int LOG_LINES = 15;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]|0\\.0\\.0\\.0|\\[::]");

    private final Remote remote;
    private final Supervisor supervisor;
    private final Duration shortestTry;

    public HealthGate(Remote remote, Supervisor supervisor) {
        this(remote, supervisor, SHORTEST_TRY);
    }

    /** @param shortestTry how long each try of a check may take at least, if it may take so long at all */
    HealthGate(Remote remote, Supervisor supervisor, Duration shortestTry) {
        this.remote = remote;
        this.supervisor = supervisor;
        this.shortestTry = shortestTry;
    }

    /**
     * How long the program of a service has to run until it is believed to stay. One that has ended by itself lately has to
     * run for longer than it did then.
     *
     * @param before how it was when it was looked at last
     */
    public static Duration stays(Optional<ServiceStatus> before) {
        return before.filter(status -> !status.isSettled())
                .map(HealthGate::trial)
                .orElse(SETTLED);
    }

    /**
     * How long the program of a service has to run without a break after it has ended by itself, if it did. Systemd does not
     * tell how long the run before was: where it was started again more than once, it may have been any time.
     */
    static Duration trial(ServiceStatus status) {
        var longer = status.ran()
                .filter(ran -> ran.compareTo(SETTLING) < 0)
                .map(ran -> ran.plus(SETTLED).plusSeconds(1)); // it is told in whole seconds
        if (status.restarts() == 0) {
            return longer.orElse(SETTLED);
        }
        var least = status.ran().isEmpty() && status.restarts() > 1 ? SETTLING : RECOVERED;
        return longer.filter(trial -> trial.compareTo(least) > 0).orElse(least);
    }

    /** Whether {@code probe} passes now, whoever it is that answers. */
    public boolean passes(Probe probe) throws InterruptedException {
        var answer = ask("", kind(probe), Duration.ZERO, Duration.ZERO, shortestTry);
        if (answer.verdict() == Verdict.UNABLE) {
            throw new RemoteException(remote.node(), answer.reason());
        }
        return answer.verdict() == Verdict.OPEN;
    }

    /** How {@code service} is now. */
    public HealthVerdict look(String service, Health health) throws InterruptedException {
        try {
            var answer = ask(
                    supervisor.unit(service),
                    kind(health.probe()),
                    Duration.ZERO,
                    Duration.ZERO,
                    attempt(health.timeout()));
            return switch (answer.verdict()) {
                case UNABLE -> new HealthVerdict.Unknown(answer.reason());
                case CLOSED -> new HealthVerdict.Unhealthy(answer.told(health.probe()));
                case OPEN ->
                    answer.restarts() > 0 && answer.up().compareTo(RECOVERED) < 0
                            ? new HealthVerdict.Unhealthy("was restarted " + Quantities.count(answer.restarts(), "time")
                                    + ", the last time " + answer.up().toSeconds() + " s ago")
                            : new HealthVerdict.Healthy();
            };
        } catch (RemoteException e) {
            return new HealthVerdict.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Waits until {@code service} is healthy and its program has run for {@code stays}.
     *
     * @throws RemoteException with the end of its log if that does not come to be
     */
    public void await(String service, Optional<Health> health, Duration stays) throws InterruptedException {
        var patience = health.map(Health::timeout).orElse(SETTLING.plus(stays));
        var kind = health.map(check -> kind(check.probe())).orElse(List.of("none"));
        var deadline = System.nanoTime() + patience.toNanos();
        var look = FIRST_LOOK;
        var restarts = OptionalInt.empty();
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var answer = ask(
                    supervisor.unit(service),
                    kind,
                    shorter(left, look),
                    stays,
                    shorter(attempt(patience), left.plusSeconds(1)));
            if (answer.verdict() == Verdict.OPEN) {
                return;
            }
            if (answer.verdict() == Verdict.UNABLE) {
                throw new RemoteException(remote.node(), service + " cannot be checked: " + answer.reason());
            }
            if (!answer.kept()) {
                throw closed(service, answer.stateTold());
            }
            restarts = restarts.isPresent() ? restarts : OptionalInt.of(answer.firstRestarts());
            var again = answer.restarts() - restarts.getAsInt();
            if (again >= TOO_MANY_RESTARTS) {
                throw closed(service, "was restarted " + Quantities.count(again, "time"));
            }
            if (deadline - System.nanoTime() <= 0) {
                throw closed(
                        service,
                        health.map(check -> "did not become healthy within " + DurationFormat.inWords(patience) + " ("
                                                + answer.told(check.probe()) + ")")
                                        .orElse("does not stay up")
                                + (again > 0
                                        ? ", was restarted " + Quantities.count(again, "time") + " meanwhile"
                                        : ""));
            }
            look = shorter(look.multipliedBy(2), LONGEST_LOOK);
        }
    }

    /** How long one try of a check may take that has to pass within {@code patience}. */
    private Duration attempt(Duration patience) {
        var quarter = patience.dividedBy(4);
        return shorter(patience, quarter.compareTo(shortestTry) < 0 ? shortestTry : shorter(quarter, LONGEST_TRY));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static List<String> kind(Probe probe) {
        return switch (probe) {
            case Probe.Socket(var path) -> List.of("socket", path.toString());
            case Probe.Tcp(var port) -> List.of("tcp", port.toString());
            case Probe.Http(var url) -> http(url);
            case Probe.Command(var argv) -> {
                var words = new ArrayList<>(List.of("command"));
                words.addAll(argv);
                yield words;
            }
        };
    }

    private static List<String> http(URI url) {
        return Stream.concat(Stream.of("http", url.toString()), port(new Probe.Http(url)).map(Port::toString).stream())
                .toList();
    }

    /** The port of the node on which a process of the service has to answer to {@code probe}; empty if there is none. */
    public static Optional<Port> port(Probe probe) {
        return switch (probe) {
            case Probe.Tcp(var port) -> Optional.of(port);
            case Probe.Http(var url)
            when url.getHost() != null && LOOPBACK.matcher(url.getHost()).matches() -> {
                var usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
                yield Optional.of(new Port(url.getPort() < 0 ? usual : url.getPort()));
            }
            case Probe.Http _, Probe.Socket _, Probe.Command _ -> Optional.empty();
        };
    }

    /** @param unit what is looked at; nothing if it is empty */
    private GateAnswer ask(String unit, List<String> kind, Duration patience, Duration stays, Duration attempt)
            throws InterruptedException {
        var seconds = Math.max(1, Math.ceilDiv(attempt.toMillis(), 1000));
        var parameters =
                new ArrayList<>(List.of(unit, hundredths(patience), hundredths(stays), Long.toString(seconds)));
        parameters.addAll(kind);
        var text = supervisor.functions() + ScriptResource.read(HealthGate.class, "gate.sh");
        var answer = Script.of("gate.sh", text)
                .to("check whether the service is healthy")
                .with(parameters)
                .withLimit(patience.plus(stays).plusSeconds(seconds).plus(ROUND_TRIP))
                .run(remote)
                .require()
                .out();
        return GateAnswer.read(answer)
                .orElseThrow(
                        () -> new RemoteException(remote.node(), "unexpected state of a service '" + answer + "'"));
    }

    private static String hundredths(Duration time) {
        return Long.toString(time.toMillis() / 10);
    }

    private RemoteException closed(String service, String why) throws InterruptedException {
        return new RemoteException(
                remote.node(),
                "%s %s; the end of its log:\n%s"
                        .formatted(service, why, ServiceLogs.tail(supervisor, service, LOG_LINES)));
    }
}
