package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.ScriptResource;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Starts and stops services on a node that has no supervisor of its own.
 *
 * <p>A service lives in {@code <folder>/<name>/}: {@code run} (a shell script that becomes the program), {@code log},
 * {@code watcher} and {@code child} (one line each: pid, start time in clock ticks since boot, boot id). A pid counts
 * only while its start time and the boot id still agree (proc_pid_stat(5), field 22), so that a recycled pid is never
 * mistaken for the service, and never killed in its place. The watcher leads a session of its own, so the whole process
 * group can be ended when the service does not end by itself.
 */
public final class PlainSupervisor {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(30);

    /** Shell functions that every script below begins with. */
    private static final String PRELUDE = """
            alive() { # alive FILE: is the process whose identity FILE holds still there? sets pid
                [ -f "$1" ] && read -r pid start boot <"$1" && [ -n "$pid" ] || return 1
                [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 1
                stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
                set -- ${stat##*) }
                [ "$start" = "${20}" ] && [ "$1" != Z ]
            }
            dir=$1
            """;

    private final Remote remote;
    private final String folder;

    /** Keeps its services in {@code folder}, an absolute path on the node, made when missing for its owner alone. */
    public PlainSupervisor(Remote remote, String folder) {
        this.remote = remote;
        this.folder = folder;
    }

    /** Starts {@code unit}; one that runs already is left alone. */
    public void start(ServiceUnit unit) throws InterruptedException {
        var script = PRELUDE + """
                umask 077
                mkdir -p "$dir" && cd "$dir" || exit 1
                alive watcher && exit 0
                rm -f child ended
                printf %s "$2" >watch.sh && printf %s "$3" >run || exit 1
                setsid sh ./watch.sh "$dir" </dev/null >>log 2>&1 &
                i=0
                until [ -f child ] || [ -f ended ]; do
                    i=$((i + 1))
                    [ $i -lt 500 ] || { echo "the watcher did not start" >&2; exit 1; }
                    sleep 0.01
                done
                """;
        run(script, unit.name(), ScriptResource.read(PlainSupervisor.class, "watch.sh"), runScript(unit));
    }

    /**
     * Stops the service: asks it to end, and ends its whole process group once {@code patience} is over. A service that
     * does not run is left alone.
     */
    public void stop(String service, Duration patience) throws InterruptedException {
        var script = PRELUDE + """
                cd "$dir" 2>/dev/null || exit 0
                gone() { ! alive watcher && ! alive child; }
                await() { # await HUNDREDTHS
                    i=0
                    until gone; do
                        i=$((i + 1))
                        [ $i -le "$1" ] || return 1
                        sleep 0.01
                    done
                }
                if alive watcher; then kill -TERM "$pid"; elif alive child; then kill -TERM "$pid"; fi
                await "$2" && exit 0
                alive watcher && kill -KILL -- "-$pid"
                alive child && kill -KILL "$pid"
                await 200 || { echo "process $pid does not end" >&2; exit 1; }
                """;
        run(script, service, Long.toString(patience.toMillis() / 10));
    }

    public ServiceState status(String service) throws InterruptedException {
        var script = PRELUDE + """
                cd "$dir" 2>/dev/null || { echo absent; exit 0; }
                if alive watcher; then
                    alive child || pid=0
                    echo "running $pid $(cat restarts)"
                else
                    echo "stopped $(cat ended 2>/dev/null)"
                fi
                """;
        var answer = run(script, service).strip().split(" ", -1);
        return switch (answer[0]) {
            case "absent" -> new ServiceState.Absent();
            case "running" -> new ServiceState.Running(Long.parseLong(answer[1]), Integer.parseInt(answer[2]));
            case "stopped" ->
                new ServiceState.Stopped(
                        answer.length > 1 ? OptionalInt.of(Integer.parseInt(answer[1])) : OptionalInt.empty());
            default -> throw new RemoteException(remote.node(), "unexpected service state '" + answer[0] + "'");
        };
    }

    /** Waits until {@code socket} is there; false once {@code patience} is over or the service keeps failing. */
    public boolean awaitSocket(String service, String socket, Duration patience) throws InterruptedException {
        var script = """
                i=0
                until [ -S "$2" ]; do
                    i=$((i + 1))
                    [ $i -le "$3" ] && [ -f "$1/watcher" ] && [ "$(cat "$1/restarts")" -lt 3 ] || { echo no; exit 0; }
                    sleep 0.01
                done
                """;
        var command = Command.script(script, folder + "/" + service, socket, Long.toString(patience.toMillis() / 10))
                .withTimeout(patience.plus(ROUND_TRIP));
        return remote.run(command).require().out().isEmpty();
    }

    /** The last {@code lines} lines that the service, or its watcher, wrote. */
    public String logTail(String service, int lines) throws InterruptedException {
        return run("tail -n \"$2\" \"$1/log\" 2>/dev/null || :", service, Integer.toString(lines));
    }

    private String run(String script, String service, String... more) throws InterruptedException {
        var parameters = new String[more.length + 1];
        parameters[0] = folder + "/" + service;
        System.arraycopy(more, 0, parameters, 1, more.length);
        return remote.run(Command.script(script, parameters).withTimeout(ROUND_TRIP))
                .require()
                .out();
    }

    private static String runScript(ServiceUnit unit) {
        var script = new StringBuilder("exec");
        if (!unit.environment().isEmpty()) {
            script.append(" env");
            unit.environment()
                    .forEach((name, value) -> script.append(' ')
                            .append(Command.of(name + "=" + value).quoted()));
        }
        return script.append(' ')
                .append(Command.of(unit.argv()).quoted())
                .append('\n')
                .toString();
    }
}
