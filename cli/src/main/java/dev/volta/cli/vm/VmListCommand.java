package dev.volta.cli.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.cli.common.Columns;
import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.fleet.VmStatus;
import dev.volta.core.wire.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta vm list}. */
@Command(name = "list", description = "List the fleet's virtual machines, including those that are down.")
final class VmListCommand implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("NAME", "PORT", "ARCH", "ACCEL", "STATE", "MEMORY", "DISK", "UP", "HOW");
    private static final String NOTHING = "-";

    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var described = FleetMachines.among(fleet.selectOrThisMachine());
        try (var machines = new FleetMachines(fleet)) {
            show(described, machines.standings(), machines);
        }
        return ExitCode.OK.code();
    }

    private void show(List<Node> described, Map<NodeName, VmStatus> there, FleetMachines machines)
            throws InterruptedException {
        var missing = described.stream()
                .filter(node -> !there.containsKey(node.name()))
                .toList();
        var shown = there.values().stream()
                .filter(machine -> fleet.limit().isEmpty()
                        || described.stream().anyMatch(node -> node.name().equals(machine.name())))
                .toList();
        var disks = machines.disks(Stream.concat(
                        shown.stream().map(VmStatus::name), missing.stream().map(Node::name))
                .toList());
        var out = spec.commandLine().getOut();
        out.print(
                switch (output) {
                    case text -> table(shown, missing, disks);
                    case json -> json(shown, missing, disks);
                });
        out.flush();
    }

    private static String disk(NodeName name, Map<NodeName, Long> disks) {
        var bytes = disks.get(name);
        return bytes == null ? NOTHING : Quantities.bytes(bytes);
    }

    private static String table(List<VmStatus> there, List<Node> missing, Map<NodeName, Long> disks) {
        var now = Instant.now();
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        for (var machine : there) {
            var make = machine.make();
            rows.add(List.of(
                    machine.name().value(),
                    make.map(like -> like.ssh().toString()).orElse(NOTHING),
                    make.map(like -> like.architecture().name()).orElse(NOTHING),
                    make.map(like -> like.accelerator().name()).orElse(NOTHING),
                    machine.state().words(),
                    machine.residentBytes() == 0 ? NOTHING : Quantities.bytes(machine.residentBytes()),
                    disk(machine.name(), disks),
                    Quantities.duration(Duration.between(machine.since(), now)),
                    machine.remark()));
        }
        for (var node : missing) {
            var arch = node.vm().orElseThrow().arch().name().toLowerCase(Locale.ROOT);
            var port = node.reach().toString().replaceAll(".*:", "");
            rows.add(List.of(
                    node.name().value(),
                    port,
                    arch,
                    NOTHING,
                    "down",
                    NOTHING,
                    disk(node.name(), disks),
                    NOTHING,
                    NOTHING));
        }
        return Columns.of(rows);
    }

    /**
     * Those that are there as {@link VmStatus#json}; of the others {@code name} and {@code "state": "down"}. With what
     * its disk takes of this machine's, {@code diskBytes}, where there is one.
     */
    private static String json(List<VmStatus> there, List<Node> missing, Map<NodeName, Long> disks) {
        var json = JsonMapper.builder().build().createArrayNode();
        there.forEach(machine -> json.add(machine.json()));
        missing.forEach(
                node -> json.addObject().put("name", node.name().value()).put("state", "down"));
        for (var machine : json) {
            var bytes = disks.get(new NodeName(machine.path("name").asText()));
            if (bytes != null && machine instanceof ObjectNode object) {
                object.put("diskBytes", bytes);
            }
        }
        return json.toPrettyString() + "\n";
    }
}
