package dev.volta.core.config.load;

import dev.volta.core.config.Fleet;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.Transport;
import dev.volta.core.config.VmSpec;
import dev.volta.core.config.shapes.FieldsShape;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.ListShape;
import dev.volta.core.config.shapes.MapShape;
import dev.volta.core.config.shapes.Shapes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The table of the keys of {@code volta.yaml}, outermost level. */
final class FleetKeys {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Key<Path> INSTALL =
            Key.optional("install", Shapes.PROGRAM_FOLDER, "Folder for programs. As root: /opt/volta.");
    private static final Key<Path> RUN =
            Key.optional("run", Shapes.ABSOLUTE_PATH, "Folder for sockets. As root: /run/volta.");
    private static final Key<Path> LOG = Key.optional(
            "log",
            Shapes.ABSOLUTE_PATH,
            "Folder for the services' output, a folder per fleet. As root: /var/log/volta.");
    static final FieldsShape<NodePaths> PATHS = new FieldsShape<>(
            "folders on a node",
            List.of(INSTALL, RUN, LOG),
            values -> new NodePaths(values.find(INSTALL), values.find(RUN), values.find(LOG)));

    private static final Key<String> FLEET_NAME = Key.withDefault(
            "name",
            Shapes.word("letters, digits, '.', '_' and '-'", WORD),
            "volta",
            "The fleet's name in reports and locks.");
    private static final Key<NodePaths> FLEET_PATHS =
            Key.withDefault("paths", PATHS, "{}", "Where Volta puts its files on every node.");
    private static final Key<VmSpec> FLEET_VM =
            Key.optional("vm", NodeKeys.VM_SHAPE, "Properties of virtual machines; each line of ports.conf is one.");
    private static final Key<Transport> FLEET_TRANSPORT = Key.optional(
            "transport", NodeKeys.TRANSPORT_SHAPE, "The SSH transport of nodes that set none of their own.");
    private static final FieldsShape<Fleet> FLEET = new FieldsShape<>(
            "the fleet",
            List.of(FLEET_NAME, FLEET_PATHS, FLEET_VM, FLEET_TRANSPORT),
            values -> new Fleet(values.get(FLEET_NAME), values.get(FLEET_PATHS)));

    private static final Key<Fleet> FLEET_KEY = Key.withDefault("fleet", FLEET, "{}", "Settings of all nodes.");
    private static final Key<List<Node>> NODES = Key.withDefault(
            "nodes",
            new ListShape<>(NodeKeys.NODE, 1),
            "[{name: local, address: local}]",
            "The nodes. A nodes file or ports.conf replaces this list.");
    private static final Key<Node> HOST_KEY = Key.optional(
            "host",
            NodeKeys.HOST,
            "The machine that Volta runs on, which is always the node 'host'. Services that run only"
                    + " there start before virtual machines and stop after them.");
    private final Key<Map<String, Function<String, ServiceSpec>>> services;

    /** Reads fleets whose services are of the kinds that {@code known} has. */
    FleetKeys(KnownServices known) {
        services = Key.withDefault(
                "services",
                new MapShape<>("a service name", WORD, new ServiceKeys(known).service()),
                known.usual(),
                "The programs to run, by name.");
    }

    /** The whole file, its parts not yet checked against each other. */
    record FleetFile(Fleet fleet, List<Node> nodes, Optional<Node> host, List<ServiceSpec> services) {}

    FieldsShape<FleetFile> file() {
        return new FieldsShape<>(
                "the description of a fleet",
                List.of(FLEET_KEY, NODES, HOST_KEY, services),
                values -> new FleetFile(
                        values.get(FLEET_KEY),
                        values.get(NODES),
                        values.find(HOST_KEY),
                        values.get(services).entrySet().stream()
                                .map(entry -> entry.getValue().apply(entry.getKey()))
                                .toList()));
    }
}
