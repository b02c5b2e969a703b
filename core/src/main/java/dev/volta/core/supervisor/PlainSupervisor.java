package dev.volta.core.supervisor;

import dev.volta.core.host.Fact;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.ScriptResource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Starts and stops services on a node that has no supervisor of its own.
 *
 * <p>A service lives in {@code <folder>/<name>/}: {@code run} (a shell script that becomes the program), {@code log},
 * {@code watcher} and {@code child} (one line each: pid, start time in clock ticks since boot, boot id). A pid counts
 * only while its start time and the boot id still agree (proc_pid_stat(5), field 22), so that a recycled pid is never
 * mistaken for the service, and never killed in its place. Limits are those of cgroups, which {@code cgroups} lists
 * there; a service whose limits cannot be enforced is not started. The watcher leads a session of its own, so the whole
 * process group can be ended when the service does not end by itself.
 *
 * <p>A file {@code wanted} is there from a service's start until it is stopped or has ended by itself. When the node is
 * booted, {@code <folder>/.boot} starts those services again, if the node's own boot calls it.
 *
 * <p>Whoever starts, stops or removes a service holds a lock on its file {@code turn} from the first look at what runs
 * until the service is as it shall be, so that what is on disk is what runs, also when the node's boot comes between. The
 * watcher does not take it. Files that are read before it is taken are replaced each at once and whole, and
 * {@code functions.sh} before {@code launch.sh}, which reads it. A node without {@code flock(1)} has no such lock, nor
 * has a service whose file {@code turn} cannot be written.
 */
public final class PlainSupervisor implements Supervisor {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(30);

    private static final String FUNCTIONS = script("cgroup.sh") + script("identity.sh") + script("turn.sh");

    /** What every script below begins with. */
    private static final String PRELUDE = FUNCTIONS + "dir=$1\n";

    private final Remote remote;
    private final String folder;
    private final Optional<String> logs;

    /** Keeps its services in {@code folder}, an absolute path on the node, made when missing for its owner alone. */
    public PlainSupervisor(Remote remote, String folder) {
        this(remote, folder, Optional.empty());
    }

    /** @param logs the folder of the services' logs; absent: each beside its service */
    public PlainSupervisor(Remote remote, String folder, Optional<String> logs) {
        this.remote = remote;
        this.folder = folder;
        this.logs = logs;
    }

    @Override
    public String definition(ServiceUnit unit) {
        var script = new StringBuilder("# ").append(unit.name());
        if (!unit.revision().isEmpty()) {
            script.append(", reads ").append(unit.revision());
        }
        script.append('\n');
        var limits = CgroupLimits.of(unit.limits());
        if (!limits.none()) {
            script.append("# at most ").append(limits).append('\n');
        }
        script.append("exec");
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

    @Override
    public String definitionFile(String service) {
        return folder + "/" + service + "/run";
    }

    @Override
    public void start(ServiceUnit unit) throws InterruptedException {
        var script = PRELUDE + """
                umask 077
                mkdir -p "$dir/new" && cd "$dir" || exit 1
                take_turn
                exit_if_running
                if [ -n "$3" ]; then mkdir -p "${3%/*}" && : >>"$3" && ln -sfn "$3" log || exit 1; fi
                printf %s "$2" >new/run && printf %s "$4" >new/limits && printf %s "$5" >new/functions.sh || exit 1
                printf %s "$6" >new/watch.sh && printf %s "$7" >new/launch.sh && printf %s "$8" >new/.boot || exit 1
                # new/* is sorted: the node's boot never finds a new launch.sh with old functions.sh
                mv new/.boot .. && mv new/* . && : >wanted || exit 1
                sh ./launch.sh "$dir" held || { rm -f wanted; exit 1; }
                """;
        var limits = CgroupLimits.of(unit.limits());
        run(
                script,
                unit.name(),
                definition(unit),
                logs.map(place -> place + "/" + unit.name() + ".log").orElse(""),
                "%s\n%s\n%s\n".formatted(limits.memory(), limits.quota(), limits.period()),
                FUNCTIONS,
                script("watch.sh"),
                script("launch.sh"),
                script("boot.sh"));
    }

    @Override
    public void stop(String service, Duration patience) throws InterruptedException {
        var script = PRELUDE + """
                cd "$dir" 2>/dev/null || exit 0
                take_turn
                rm -f wanted
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
                await "$2" && { cgroup_end cgroups; exit; }
                alive watcher && kill -KILL -- "-$pid"
                alive child && kill -KILL "$pid"
                await 200 || { echo "process $pid does not end" >&2; exit 1; }
                cgroup_end cgroups
                """;
        run(script, service, Long.toString(patience.toMillis() / 10));
    }

    @Override
    public void remove(String service) throws InterruptedException {
        var script = PRELUDE + """
                cd "$dir" 2>/dev/null || exit 0
                take_turn
                { alive watcher || alive child; } && { echo "$dir is still running" >&2; exit 1; }
                rm -f wanted && cd / && rm -rf -- "$dir"
                """;
        run(script, service);
    }

    @Override
    public Map<String, ServiceStatus> services() throws InterruptedException {
        var script = PRELUDE + """
                cd "$dir" 2>/dev/null || exit 0
                read -r now rest </proc/uptime
                ticks=$(getconf CLK_TCK 2>/dev/null || echo 100)
                for service in *; do
                    [ -f "$service/run" ] || continue
                    sum=$(sha256sum <"$service/run")
                    oom=$(oom_kills "$service/cgroups")
                    [ -n "$oom" ] || oom=$(cat "$service/oom" 2>/dev/null)
                    if alive "$service/watcher"; then
                        if alive "$service/child"; then
                            up=$((${now%.*} - start / ticks))
                            memory=$(cgroup_memory "$service/cgroups")
                            [ -n "$memory" ] || memory=$(awk '/^VmRSS:/ { printf "%.0f", $2 * 1024 }' "/proc/$pid/status" 2>/dev/null)
                        else
                            pid=0 up= memory=
                        fi
                        echo "$service|${sum%% *}|running|$pid|$(cat "$service/restarts")|$up|$memory|$oom"
                    elif alive "$service/child"; then
                        echo "$service|${sum%% *}|unwatched|$pid||||$oom"
                    else
                        echo "$service|${sum%% *}|stopped|$(cat "$service/ended" 2>/dev/null)||||$oom"
                    fi
                done
                """;
        var services = new LinkedHashMap<String, ServiceStatus>();
        remote.run(Command.script(script, folder).withTimeout(ROUND_TRIP))
                .require()
                .out()
                .lines()
                .map(this::status)
                .forEach(status -> services.put(status.name(), status));
        return services;
    }

    private ServiceStatus status(String line) {
        var fields = line.split("\\|", -1);
        if (fields.length != 8) {
            throw new RemoteException(remote.node(), "unexpected service state '" + line + "'");
        }
        var state = switch (fields[2]) {
            case "running" -> new ServiceState.Running(Long.parseLong(fields[3]), Integer.parseInt(fields[4]));
            case "unwatched" -> new ServiceState.Unwatched(Long.parseLong(fields[3]));
            default ->
                new ServiceState.Stopped(
                        fields[3].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(fields[3])));
        };
        return new ServiceStatus(
                fields[0],
                state,
                fields[1],
                ifRunning(fields[5]).map(Duration::ofSeconds),
                ifRunning(fields[6]),
                fields[7].isEmpty() || fields[7].equals("0")
                        ? Optional.empty()
                        : Optional.of("out of memory: killed by the kernel at its limit"));
    }

    private static Fact<Long> ifRunning(String number) {
        return number.isEmpty() ? Fact.unavailable("no process") : Fact.known(Long.parseLong(number));
    }

    @Override
    public ExitStatus log(String service, int lines, boolean follow, OutputSink sink) throws InterruptedException {
        var script = "cd \"$1\" 2>/dev/null || { echo \"there is no such service\" >&2; exit 1; }\n"
                + "exec tail -n \"$2\" " + (follow ? "-F" : "") + " log";
        var command = Command.script(script, folder + "/" + service, Integer.toString(lines));
        return remote.run(follow ? command : command.withTimeout(ROUND_TRIP), sink);
    }

    private static String script(String name) {
        return ScriptResource.read(PlainSupervisor.class, name);
    }

    private void run(String script, String service, String... more) throws InterruptedException {
        var parameters = new String[more.length + 1];
        parameters[0] = folder + "/" + service;
        System.arraycopy(more, 0, parameters, 1, more.length);
        remote.run(Command.script(script, parameters).withTimeout(ROUND_TRIP)).require();
    }
}
