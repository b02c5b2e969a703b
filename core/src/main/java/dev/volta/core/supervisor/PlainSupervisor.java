package dev.volta.core.supervisor;

import dev.volta.core.facts.Fact;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.ScriptResource;
import dev.volta.core.sha256.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts and stops services on a node that has no supervisor of its own.
 *
 * <p>A service lives in {@code <folder>/<name>/}: {@code run} (a shell script that becomes the program), {@code env} (its
 * variables), {@code log}, {@code watcher} and {@code child} (one line each: pid, start time in clock ticks since boot, boot
 * id). A pid counts only while its start time and the boot id still agree (proc_pid_stat(5), field 22), so that a recycled pid
 * is never mistaken for the service, and never killed in its place. The program runs in a folder of its own, where no file of
 * a supervisor lies.
 *
 * <p>A service ends with all its processes, and is never started beside some of an earlier start. They are known by a cgroup,
 * which the file {@code cgroups} lists, or where there can be none by a mark in their environment and by their session:
 * {@code unit.sh} tells more. Limits are those of cgroups; a service whose limits cannot be enforced is not started.
 *
 * <p>What runs of a service is found also when its folder was removed or moved: {@code strays.sh} tells how. It shows among
 * the {@link #services} as what nobody watches, and {@link #stop} ends it.
 *
 * <p>A file of a service that was damaged while it runs is named among the {@link #services}; {@code damage.sh} tells how the
 * service is known all the same. {@link #start} writes it anew and leaves the program alone.
 *
 * <p>A program is started only when {@code child} could be written, so that nothing runs that cannot be found: on a full disk
 * a start fails, and a restart is tried again until there is room.
 *
 * <p>A service gets of the environment of its start what {@code login.sh} names, and the limits of {@code ulimit}; both are
 * written down, and the node's boot starts it with the same.
 *
 * <p>A file {@code wanted} is there from a service's start until it is stopped or has ended by itself. When the node is
 * booted, {@code <folder>/.boot} starts those services again, if the node's own boot calls it, and if their files agree with
 * {@code sums}: a power cut may have left half of one.
 *
 * <p>Whoever starts, stops or removes a service holds a lock on its file {@code turn} from the first look at what runs
 * until the service is as it shall be, so that what is on disk is what runs, also when the node's boot comes between. The
 * watcher does not take it. Files that are read before it is taken are replaced each at once and whole, and
 * {@code functions.sh} before {@code launch.sh}, which reads it. A node without {@code flock(1)} has no such lock, nor
 * has a service whose file {@code turn} cannot be written.
 */
public final class PlainSupervisor implements Supervisor {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(30);

    /** What {@code functions.sh} consists of on nodes. */
    private static final List<String> FUNCTIONS = List.of(
            "files.sh", "identity.sh", "marked.sh", "cgroup.sh", "turn.sh", "watchers.sh", "unit.sh", "damage.sh");

    private final Remote remote;
    private final String folder;
    private final String work;
    private final Optional<String> logs;
    private final LogBound bound;

    /**
     * How long a log may get before its end goes to a file {@code LOG.1} beside it, and the rest is dropped.
     *
     * @param bytes of each of the two files
     * @param look the time between two looks at it
     */
    record LogBound(long bytes, Duration look) {
        static final LogBound USUAL = new LogBound(64L << 20, Duration.ofMinutes(1));
    }

    /**
     * Keeps its services in {@code folder}, an absolute path on the node, made when missing for its owner alone.
     *
     * @param work the folder of the folders that programs run in, absolute
     */
    public PlainSupervisor(Remote remote, String folder, String work) {
        this(remote, folder, work, Optional.empty());
    }

    /** @param logs the folder of the services' logs; absent: each beside its service */
    public PlainSupervisor(Remote remote, String folder, String work, Optional<String> logs) {
        this(remote, folder, work, logs, LogBound.USUAL);
    }

    PlainSupervisor(Remote remote, String folder, String work, Optional<String> logs, LogBound bound) {
        this.remote = remote;
        this.folder = folder;
        this.work = work;
        this.logs = logs;
        this.bound = bound;
    }

    @Override
    public UnitFormat format() {
        return new PlainFormat(folder);
    }

    @Override
    public void start(ServiceUnit unit) throws InterruptedException {
        var files = new LinkedHashMap<String, String>();
        format().definition(unit)
                .parts()
                .forEach(part -> files.put(Path.of(part.path()).getFileName().toString(), part.content()));
        var log = logs.map(place -> place + "/" + unit.name() + ".log").orElse("");
        files.put("settings", settings(unit, log));
        files.put("functions.sh", text(FUNCTIONS));
        files.put("launch.sh", text(List.of("launch.sh")));
        files.put("watch.sh", text(List.of("watch.sh")));
        var content = new StringBuilder();
        var sums = new StringBuilder();
        files.forEach((name, text) -> {
            content.append(assignment(name.replace(".sh", ""), text));
            sums.append(Sha256.of(text.getBytes(StandardCharsets.UTF_8)) + "  " + name + "\n");
        });
        content.append(assignment("sums", sums.toString())).append(assignment("boot", text(List.of("boot.sh"))));
        run(script("plain-start.sh")
                .to("start " + unit.name())
                .including(PlainSupervisor.class, "login.sh")
                .withPaths()
                .withContent(content.toString())
                .with(place(unit.name()), workOf(unit.name()), log));
    }

    private String settings(ServiceUnit unit, String log) {
        var limits = CgroupLimits.of(unit.limits());
        return assignment("memory", limits.memory())
                + assignment("quota", limits.quota())
                + assignment("period", limits.period())
                + assignment("work", workOf(unit.name()))
                + assignment("log", log)
                + assignment("log_bytes", Long.toString(bound.bytes()))
                + assignment("log_seconds", Long.toString(bound.look().toSeconds()));
    }

    private static String assignment(String name, String value) {
        return name + "=" + quoted(value) + "\n";
    }

    private static String quoted(String word) {
        return Command.of(word).quoted();
    }

    @Override
    public void stop(String service, Duration patience) throws InterruptedException {
        run(searching("plain-stop.sh")
                .to("stop " + service)
                .with(place(service), Long.toString(patience.toMillis() / 10)));
    }

    @Override
    public void remove(String service) throws InterruptedException {
        run(script("plain-remove.sh").to("remove " + service).with(place(service), workOf(service)));
    }

    @Override
    public Map<String, ServiceStatus> services() throws InterruptedException {
        var services = new LinkedHashMap<String, ServiceStatus>();
        run(searching("plain-services.sh").to("list the services").with(folder))
                .out()
                .lines()
                .map(this::status)
                .forEach(status -> services.put(status.name(), status));
        return services;
    }

    private ServiceStatus status(String line) {
        var fields = line.split("\\|", -1);
        if (fields.length != 12) {
            throw new RemoteException(remote.node(), "unexpected service state '" + line + "'");
        }
        var state = state(fields);
        return new ServiceStatus(
                fields[0],
                state,
                fields[1],
                ifRunning(fields[5]).map(Duration::ofSeconds),
                ifRunning(fields[6]),
                trouble(fields),
                number(fields[9])
                        .filter(_ -> state instanceof ServiceState.Stopped || state instanceof ServiceState.Running)
                        .map(Duration::ofSeconds),
                damaged(fields));
    }

    private static Optional<String> trouble(String[] fields) {
        if (fields[2].equals("astray")) {
            return Optional.of("its folder is gone");
        }
        if (!fields[11].isEmpty()) {
            return Optional.of(
                    "its watcher is stopped by a signal; kill -CONT " + fields[11] + " on the node lets it go on");
        }
        return number(fields[7])
                .filter(kills -> kills > 0)
                .map(_ -> "out of memory: killed by the kernel at its limit");
    }

    private List<String> damaged(String[] fields) {
        return fields[10].isEmpty()
                ? List.of()
                : Stream.of(fields[10].split(" ", -1))
                        .map(file -> at(fields[0], file))
                        .toList();
    }

    private static ServiceState state(String[] fields) {
        var pid = number(fields[3]).orElse(0L);
        return switch (fields[2]) {
            case "running" ->
                new ServiceState.Running(pid, number(fields[4]).orElse(0L).intValue());
            case "frozen" -> new ServiceState.Frozen(pid);
            case "unwatched", "astray" -> new ServiceState.Unwatched(pid);
            default ->
                new ServiceState.Stopped(number(fields[8])
                        .map(status -> OptionalInt.of(status.intValue()))
                        .orElse(OptionalInt.empty()));
        };
    }

    private static Optional<Long> number(String field) {
        return field.matches("\\d{1,18}") ? Optional.of(Long.parseLong(field)) : Optional.empty();
    }

    private static Fact<Long> ifRunning(String field) {
        return number(field).map(Fact::known).orElse(Fact.unavailable("no process"));
    }

    @Override
    public String functions() {
        return text(FUNCTIONS) + text(List.of("plain-look.sh"));
    }

    @Override
    public String unit(String service) {
        return place(service);
    }

    @Override
    public ExitStatus log(String service, int lines, boolean follow, OutputSink sink) throws InterruptedException {
        var script = Script.of(PlainSupervisor.class, "log.sh")
                .to("read the log of " + service)
                .with(at(service, "log"), "-n", Integer.toString(lines), follow ? "-F" : "-q");
        return (follow ? script : script.withLimit(ROUND_TRIP)).run(remote, sink);
    }

    @Override
    public Completed logEnd(String service, int bytes) throws InterruptedException {
        return Script.of(PlainSupervisor.class, "log.sh")
                .to("read the log of " + service)
                .with(at(service, "log"), "-c", Integer.toString(bytes), "-q")
                .withLimit(ROUND_TRIP)
                .run(remote);
    }

    private String place(String service) {
        return folder + "/" + service;
    }

    private String at(String service, String file) {
        return place(service) + "/" + file;
    }

    private String workOf(String service) {
        return work + "/" + service;
    }

    private static String text(List<String> names) {
        return names.stream()
                .map(name -> ScriptResource.read(PlainSupervisor.class, name))
                .collect(Collectors.joining());
    }

    private static Script script(String name) {
        var script = Script.of(PlainSupervisor.class, name);
        for (var library : FUNCTIONS.reversed()) {
            script = script.including(PlainSupervisor.class, library);
        }
        return script;
    }

    /** A script that also finds what runs of services whose folder is gone. */
    private static Script searching(String name) {
        return script(name).including(PlainSupervisor.class, "strays.sh");
    }

    private Completed run(Script script) throws InterruptedException {
        return script.withLimit(ROUND_TRIP).run(remote).require();
    }
}
