package dev.volta.cli.proof;

import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.LoginInfo;
import dev.volta.core.deploy.NodeLayout;
import dev.volta.core.deploy.SupervisorKind;
import dev.volta.core.facts.Fact;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Definition;
import dev.volta.core.supervisor.PlainSupervisor;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.supervisor.ServiceUnit;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.supervisor.UnitFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Keeps services as entries of a map. It serves nodes that have a folder of their name in a folder, and writes down what it
 * is asked to do.
 */
final class MemoryKind implements SupervisorKind {
    private static final byte[] LOG = "kept in memory\n".getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final Path folder;
    private final Map<NodeName, Map<String, ServiceStatus>> kept = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();

    MemoryKind(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** What it was asked to do, in this order. */
    List<String> calls() {
        return calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean serves(LoginInfo account, Remote remote) throws InterruptedException {
        var mark = folder.resolve(remote.node().value());
        return remote.run(Command.of("test", "-d", mark.toString())).ok();
    }

    @Override
    public UnitFormat format(NodeName node, NodeLayout layout) {
        return unit -> new Definition(List.of(new Definition.Program(
                "/memory/" + unit.name(), String.join(" ", unit.argv()) + "\n# " + unit.revision() + "\n")));
    }

    @Override
    public String scope(NodeName node, NodeLayout layout) {
        return name + ":" + layout.fleet() + ":" + node;
    }

    @Override
    public boolean keeps(NodeName node, NodeLayout layout, String service) {
        return false;
    }

    @Override
    public boolean hasLimitsOfLogin() {
        return false;
    }

    @Override
    public Supervisor on(Remote remote, NodeLayout layout) {
        return new Memory(
                remote,
                format(remote.node(), layout),
                kept.computeIfAbsent(remote.node(), _ -> new TreeMap<>()),
                calls);
    }

    private record Memory(Remote remote, UnitFormat format, Map<String, ServiceStatus> kept, List<String> calls)
            implements Supervisor {
        @Override
        public void start(ServiceUnit unit) {
            var definition = format.definition(unit).digest();
            calls.add("start " + unit.name() + " on " + remote.node());
            kept.put(unit.name(), status(unit.name(), new ServiceState.Running(1, 0), definition));
        }

        @Override
        public void stop(String service, Duration patience) {
            calls.add("stop " + service + " on " + remote.node());
            kept.computeIfPresent(
                    service,
                    (_, before) -> status(service, new ServiceState.Stopped(OptionalInt.of(0)), before.definition()));
        }

        @Override
        public void remove(String service) {
            calls.add("remove " + service + " on " + remote.node());
            kept.remove(service);
        }

        private static ServiceStatus status(String name, ServiceState state, String definition) {
            return new ServiceStatus(name, state, definition, Fact.known(Duration.ofHours(1)), Fact.known(1L << 20));
        }

        @Override
        public Map<String, ServiceStatus> services() {
            return Map.copyOf(kept);
        }

        @Override
        public String functions() {
            return new PlainSupervisor(remote, "/none", "/none").functions() + """
                    look() {
                        state=running pid=1 restarts=0 up=360000 status=''
                    }
                    variables_of() {
                        variables_file=/dev/null
                    }
                    """;
        }

        @Override
        public String unit(String service) {
            return service;
        }

        @Override
        public ExitStatus log(String service, int lines, boolean follow, OutputSink sink) {
            sink.stdout(ByteBuffer.wrap(LOG));
            return new ExitStatus.Exited(0);
        }

        @Override
        public Completed logEnd(String service, int bytes) {
            return new Completed(remote.node(), Command.of("log"), new ExitStatus.Exited(0), LOG, new byte[0]);
        }
    }
}
