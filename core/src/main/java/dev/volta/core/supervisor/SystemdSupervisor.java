package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.ScriptResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has systemd, as process 1 of a node, keep the services of one fleet running, and start them again when the node has
 * booted. It needs to be root there.
 *
 * <p>A unit is called {@code volta-<fleet>-<node>-<name>.service}. Dashes in the first two names are doubled, so that no
 * two fleets or nodes of one machine come to the same name: that of a service never begins with one. Its folders are
 * described to systemd-tmpfiles(8) as they are, since that of sockets is gone after a boot; those that are missing are made
 * for their owner alone.
 */
public final class SystemdSupervisor implements Supervisor {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(60);

    private final Remote remote;
    private final SystemdFolders folders;
    private final SystemdFormat format;
    private final String prefix;

    public SystemdSupervisor(Remote remote, String fleet, SystemdFolders folders) {
        this.remote = remote;
        this.folders = folders;
        this.format = new SystemdFormat(fleet, remote.node(), folders);
        this.prefix = format.prefix();
    }

    @Override
    public UnitFormat format() {
        return format;
    }

    @Override
    public void start(ServiceUnit unit) throws InterruptedException {
        var parts = format.definition(unit).parts();
        var parameters = new ArrayList<>(List.of(
                format.file(unit.name()),
                parts.getFirst().path(),
                parts.getLast().path(),
                tmpfiles()));
        for (var folder : List.of(folders.run(), folders.log(), folders.base(), folders.workOf(unit.name()))) {
            parameters.add(folder);
            parameters.add(SystemdText.quoted(folder));
        }
        var content = "definition=" + Command.of(parts.getFirst().content()).quoted() + "\nvariables="
                + Command.of(parts.getLast().content()).quoted() + "\n";
        run(
                script("systemd-start.sh")
                        .to("start " + unit.name())
                        .withContent(content)
                        .with(parameters),
                ROUND_TRIP);
    }

    @Override
    public void stop(String service, Duration patience) throws InterruptedException {
        var seconds = Math.ceilDiv(patience.toMillis(), 1000);
        var script = script("systemd-stop.sh")
                .to("stop " + service)
                .including(SystemdSupervisor.class, "cgroup.sh")
                .including(SystemdSupervisor.class, "identity.sh");
        run(script.with(format.file(service), Long.toString(seconds)), ROUND_TRIP.plus(patience));
    }

    @Override
    public void remove(String service) throws InterruptedException {
        run(
                script("systemd-remove.sh")
                        .to("remove " + service)
                        .with(
                                format.file(service),
                                prefix,
                                SystemdFormat.UNITS,
                                folders.environmentOf(service),
                                folders.workOf(service),
                                tmpfiles()),
                ROUND_TRIP);
    }

    @Override
    public Map<String, ServiceStatus> services() throws InterruptedException {
        var answer = run(
                        Script.of(SystemdSupervisor.class, "systemd-services.sh")
                                .to("list the services")
                                .including(SystemdSupervisor.class, "identity.sh")
                                .with(prefix, SystemdFormat.UNITS, folders.environments()),
                        ROUND_TRIP)
                .out();
        var blocks = answer.split("\n\n", -1);
        var sums = new HashMap<String, String>();
        var now = sums(blocks[0], sums);
        var services = new LinkedHashMap<String, ServiceStatus>();
        for (int i = 1; i < blocks.length; i++) {
            var fields = fields(blocks[i]);
            var id = fields.getOrDefault("Id", "");
            if (!id.startsWith(prefix) || !id.endsWith(".service")) {
                throw new RemoteException(remote.node(), "unexpected unit '" + blocks[i] + "'");
            }
            var name = id.substring(prefix.length(), id.length() - ".service".length());
            var definition =
                    Stream.of(id, name).map(sums::get).filter(Objects::nonNull).collect(Collectors.joining(" "));
            services.put(name, new SystemdStatus(fields, now, sums.containsKey(id)).of(name, definition));
        }
        return services;
    }

    /** Puts the sums of files under their names without the folder, and returns the time since boot in seconds. */
    private static double sums(String lines, Map<String, String> sums) {
        var now = 0.0;
        for (var line : lines.split("\n", -1)) {
            if (line.startsWith("now=")) {
                now = Double.parseDouble(line.substring("now=".length()));
            } else if (line.contains("/")) {
                sums.put(line.substring(line.lastIndexOf('/') + 1), line.split(" ", 2)[0]);
            }
        }
        return now;
    }

    private static Map<String, String> fields(String block) {
        var fields = new LinkedHashMap<String, String>();
        block.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return fields;
    }

    @Override
    public String functions() {
        return Stream.of("identity.sh", "marked.sh", "cgroup.sh", "systemd-look.sh")
                .map(name -> ScriptResource.read(SystemdSupervisor.class, name))
                .collect(Collectors.joining());
    }

    @Override
    public String unit(String service) {
        return format.file(service);
    }

    @Override
    public ExitStatus log(String service, int lines, boolean follow, OutputSink sink) throws InterruptedException {
        var script = logScript(service)
                .with(definition(service), folders.logOf(service), "-n", Integer.toString(lines), follow ? "-F" : "-q");
        return (follow ? script : script.withLimit(ROUND_TRIP)).run(remote, sink);
    }

    @Override
    public Completed logEnd(String service, int bytes) throws InterruptedException {
        return logScript(service)
                .with(definition(service), folders.logOf(service), "-c", Integer.toString(bytes), "-q")
                .withLimit(ROUND_TRIP)
                .run(remote);
    }

    private static Script logScript(String service) {
        return Script.of(SystemdSupervisor.class, "log.sh")
                .to("read the log of " + service)
                .including(SystemdSupervisor.class, "systemd-log.sh");
    }

    private String definition(String service) {
        return SystemdFormat.UNITS + format.file(service);
    }

    private String tmpfiles() {
        return "/etc/tmpfiles.d/" + prefix.substring(0, prefix.length() - 1) + ".conf";
    }

    private static Script script(String name) {
        return Script.of(SystemdSupervisor.class, name)
                .including(SystemdSupervisor.class, "systemd.sh")
                .including(SystemdSupervisor.class, "files.sh");
    }

    private Completed run(Script script, Duration limit) throws InterruptedException {
        return script.withLimit(limit).run(remote).require();
    }
}
