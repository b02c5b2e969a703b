package dev.volta.cli.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.common.Columns;
import dev.volta.cli.common.ExitCode;
import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.remote.NodeName;
import dev.volta.core.report.Quantities;
import dev.volta.core.vm.fleet.VmStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta vm list}. */
@Command(name = "list", description = "Shows the virtual machines of the fleet, those that are down as well.")
final class VmListCommand implements Callable<Integer> {
    private static final List<String> HEAD = List.of("NAME", "PORT", "ARCH", "ACCEL", "STATE", "MEMORY", "UP", "HOW");
    private static final String NOTHING = "-";

    @Mixin
    private FleetOptions fleet;

    @Option(names = "--output", defaultValue = "text", description = "What stdout gets: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var described = FleetMachines.among(fleet.select());
        Map<NodeName, VmStanding> there;
        try (var machines = new FleetMachines(fleet)) {
            there = machines.standings();
        }
        var missing = described.stream()
                .filter(node -> !there.containsKey(node.name()))
                .toList();
        var shown = there.values().stream()
                .filter(machine -> fleet.limit().isEmpty()
                        || described.stream().anyMatch(node -> node.name().equals(machine.name())))
                .toList();
        var out = spec.commandLine().getOut();
        out.print(
                switch (output) {
                    case text -> table(shown, missing);
                    case json -> json(shown, missing);
                });
        out.flush();
        return ExitCode.OK.code();
    }

    private static String table(List<VmStanding> there, List<Node> missing) {
        var now = Instant.now();
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        for (var machine : there) {
            rows.add(List.of(
                    machine.name().value(),
                    machine.ssh().toString(),
                    machine.architecture().name(),
                    machine.accelerator().name(),
                    machine.state().name(),
                    machine.residentBytes() == 0 ? NOTHING : Quantities.bytes(machine.residentBytes()),
                    Quantities.duration(Duration.between(machine.since(), now)),
                    machine.detail()));
        }
        for (var node : missing) {
            var arch = node.vm().orElseThrow().arch().name().toLowerCase(Locale.ROOT);
            var port = node.reach().toString().replaceAll(".*:", "");
            rows.add(List.of(node.name().value(), port, arch, NOTHING, "down", NOTHING, NOTHING, NOTHING));
        }
        return Columns.of(rows);
    }

    /** Those that are there as {@link VmStanding#json}; of the others {@code name} and {@code "state": "down"}. */
    private static String json(List<VmStanding> there, List<Node> missing) {
        var json = JsonMapper.builder().build().createArrayNode();
        there.forEach(machine -> json.add(machine.json()));
        missing.forEach(
                node -> json.addObject().put("name", node.name().value()).put("state", "down"));
        return json.toPrettyString() + "\n";
    }
}
