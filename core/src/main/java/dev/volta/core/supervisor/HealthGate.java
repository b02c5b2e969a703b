package dev.volta.core.supervisor;

import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees on a node whether a service is ready. TCP ports are looked up in {@code /proc/net}, where a listening one shows
 * without being connected to (proc_pid_net(5)).
 */
public final class HealthGate {
    /** How long a look waits on the node before the supervisor is asked, which costs a slow node a second by itself. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(16);
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** In whole seconds, rounded up or down: at least one has passed. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final Duration ROUND_TRIP = Duration.ofSeconds(20);
    private static final int TOO_MANY_RESTARTS = 3;
    private static final int LOG_LINES = 15;

    /**
     * Parameters: seconds, then what the function {@code passes} needs, which may take long on a slow node. The pause
     * grows, because each look takes processes, and what is being waited for needs the processor too.
     */
    private static final String WAIT = """
            read -r up rest </proc/uptime
            end=$((${up%.*} + $1))
            shift
            pause=0.05
            looks=0
            until passes "$@" >/dev/null 2>&1; do
                read -r up rest </proc/uptime
                [ "${up%.*}" -lt "$end" ] || { echo closed; exit 0; }
                sleep $pause
                looks=$((looks + 1))
                case $looks in 10) pause=0.2 ;; 20) pause=0.5 ;; esac
            done
            echo open
            """;

    /** Where nothing can connect, it has to do that the socket is there. */
    private static final String SOCKET = """
            if command -v perl >/dev/null; then
                passes() {
                    [ -S "$1" ] && perl -MSocket -e 'exit !(socket(S, AF_UNIX, SOCK_STREAM, 0) && connect(S, sockaddr_un(shift)))' "$1"
                }
            elif command -v python3 >/dev/null; then
                passes() { python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])' "$1"; }
            else
                passes() { [ -S "$1" ]; }
            fi
            """;

    private static final String TCP = """
            passes() {
                cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
                    awk -v port=":$(printf %04X "$1")" '$4 == "0A" && index($2, port) { found = 1 } END { exit !found }'
            }
            """;
    private static final String HTTP = """
            if command -v curl >/dev/null; then passes() { curl -fsS -o /dev/null --max-time 2 "$1"; }
            elif command -v wget >/dev/null; then passes() { wget -q -O /dev/null -T 2 "$1"; }
            else echo "neither curl nor wget is installed there" >&2; exit 1; fi
            """;
    private static final String COMMAND = """
            passes() { "$@"; }
            """;

    private final Remote remote;
    private final Supervisor supervisor;

    public HealthGate(Remote remote, Supervisor supervisor) {
        this.remote = remote;
        this.supervisor = supervisor;
    }

    /** Whether {@code probe} passes now. */
    public boolean passes(Probe probe) throws InterruptedException {
        return look(probe, Duration.ZERO);
    }

    /**
     * Waits until {@code service} is healthy; without a check, until its process has run for a second or two.
     *
     * @throws RemoteException with the end of its log if that does not come to be
     */
    public void await(String service, Optional<Health> health) throws InterruptedException {
        var patience = health.map(Health::timeout).orElse(SETTLING);
        var deadline = System.nanoTime() + patience.toNanos();
        var look = FIRST_LOOK;
        var pause = "1"; // it has only just started, and each look takes processes
        while (true) {
            if (health.isEmpty()) {
                remote.run(Command.of("sleep", pause).withTimeout(ROUND_TRIP));
                pause = "0.2";
            }
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (health.isPresent() && look(health.get().probe(), shorter(left, look))) {
                return;
            }
            look = shorter(look.multipliedBy(2), LONGEST_LOOK);
            var status = supervisor.services().get(service);
            if (status == null || !(status.state() instanceof ServiceState.Running running)) {
                throw closed(
                        service,
                        status == null ? "is not there" : status.state().told());
            }
            if (health.isEmpty() && isSettled(status, running)) {
                return;
            }
            if (running.restarts() >= TOO_MANY_RESTARTS) {
                throw closed(service, "was restarted " + running.restarts() + " times");
            }
            if (deadline - System.nanoTime() <= 0) {
                throw closed(
                        service,
                        health.map(check -> "did not become healthy within " + patience.toSeconds() + " s ("
                                        + check.probe().told() + ")")
                                .orElse("does not stay up"));
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static boolean isSettled(ServiceStatus status, ServiceState.Running running) {
        return running.pid() != 0 && status.up().toOptional().orElse(SETTLED).compareTo(SETTLED) >= 0;
    }

    private boolean look(Probe probe, Duration patience) throws InterruptedException {
        var script = switch (probe) {
            case Probe.Socket _ -> SOCKET;
            case Probe.Tcp _ -> TCP;
            case Probe.Http _ -> HTTP;
            case Probe.Command _ -> COMMAND;
        };
        var parameters = new ArrayList<String>();
        parameters.add(Long.toString(Math.max(0, Math.ceilDiv(patience.toMillis(), 1000))));
        parameters.addAll(
                switch (probe) {
                    case Probe.Socket(var path) -> List.of(path.toString());
                    case Probe.Tcp(var port) -> List.of(port.toString());
                    case Probe.Http(var url) -> List.of(url.toString());
                    case Probe.Command(var argv) -> argv;
                });
        var command =
                Command.script(script + WAIT, parameters.toArray(String[]::new)).withTimeout(patience.plus(ROUND_TRIP));
        return remote.run(command).require().out().strip().equals("open");
    }

    private RemoteException closed(String service, String why) throws InterruptedException {
        return new RemoteException(
                remote.node(),
                "%s %s; the end of its log:\n%s"
                        .formatted(service, why, ServiceLogs.tail(supervisor, service, LOG_LINES)));
    }
}
