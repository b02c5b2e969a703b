package dev.volta.core.config.load;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Health;
import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.PathText;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Port;
import dev.volta.core.config.Program;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.TextTemplate;
import dev.volta.core.config.shapes.FieldsShape;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.ListShape;
import dev.volta.core.config.shapes.MapShape;
import dev.volta.core.config.shapes.ScalarShape;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.config.shapes.TextOrListShape;
import dev.volta.core.config.shapes.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The table of the keys of a service in {@code volta.yaml}. */
final class ServiceKeys {
    private static final ListShape<String> ARGV = new ListShape<>(Shapes.TEXT, 1);

    private static final Key<Path> SOCKET =
            Key.optional("socket", Shapes.ABSOLUTE_PATH, "A Unix socket on the node that accepts connections.");
    private static final Key<Port> TCP =
            Key.optional("tcp", Shapes.PORT, "A TCP port on the node that accepts connections.");
    private static final Key<URI> HTTP = Key.optional(
            "http",
            Shapes.matching("a URL that begins with http:// or https://", "https?://.+", ServiceKeys::url),
            "A URL, as seen from the node, that answers 2xx.");
    private static final Key<List<String>> PROBE_COMMAND =
            Key.optional("command", ARGV, "A program on the node that exits 0; it has the environment of the service.");
    private static final Key<Duration> TIMEOUT = Key.withDefault(
            "timeout", Shapes.TIME, "30s", "How long the service may take after its start to become healthy.");
    private static final FieldsShape<Health> HEALTH_SHAPE = new FieldsShape<>(
            "a health check",
            List.of(SOCKET, TCP, HTTP, PROBE_COMMAND, TIMEOUT),
            List.of("socket", "tcp", "http", "command"),
            values -> new Health(probe(values), values.get(TIMEOUT)));

    private static final Key<Placement> ON = Key.required(
            "on",
            new TextOrListShape<Placement, NodeName>(
                    new ScalarShape<Placement>(
                            "a label expression such as worker & !gpu, or *",
                            Placement.Labelled::parse,
                            schema -> schema.put("type", "string")),
                    Shapes.NODE_NAME,
                    1,
                    names -> new Placement.Named(new LinkedHashSet<>(names))),
            "Where it runs: an expression over labels, * for all nodes, or a list of node names.");
    private static final Key<List<String>> COMMAND =
            Key.optional("command", ARGV, "A program and its arguments, as a list; no shell is involved.");
    private static final Key<List<String>> AFTER = Key.withDefault(
            "after",
            new ListShape<>(Shapes.line("a service name"), 0),
            "[]",
            "Services that must be healthy before this one starts; it stops before them.");
    private static final Key<List<Path>> ENV_FILE = Key.withDefault(
            "env_file",
            new TextOrListShape<List<Path>, Path>(
                    Shapes.matching("a path", ".+", text -> List.of(PathText.parse(text))),
                    Shapes.PATH,
                    0,
                    paths -> paths),
            "[]",
            "Files of NAME=VALUE lines beside this file; later ones win over earlier ones.");
    private static final Key<Map<String, TextTemplate>> ENV = Key.withDefault(
            "env",
            new MapShape<>(
                    "a variable name",
                    EnvFile.NAME,
                    new ScalarShape<>(
                            "a text",
                            TextTemplate::parse,
                            schema -> schema.putArray("type")
                                    .add("string")
                                    .add("number")
                                    .add("boolean"))),
            "{}",
            "Environment variables; they win over env_file. ${NAME} is a variable of env_file or of your own"
                    + " environment, ${node.name} and ${node.address} differ from node to node, $$ is a $.");
    private static final Key<Limits> LIMITS = Key.withDefault(
            "limits",
            LimitKeys.of(Shapes.orVariable(Shapes.SIZE), Shapes.orVariable(Shapes.CPUS)),
            "{}",
            "Limits of all its processes on one node together; ${NAME} is a variable as in env.");
    private static final Key<List<Port>> PORTS =
            Key.withDefault("ports", new ListShape<>(Shapes.PORT, 0), "[]", "TCP ports that it listens on.");
    private static final Key<Map<String, Port>> FORWARD = Key.withDefault(
            "forward",
            new MapShape<>("a port", Pattern.compile("[0-9]{1,5}"), Shapes.PORT),
            "{}",
            "For some of its ports, a port of 127.0.0.1 on this machine that a keeper leads to 127.0.0.1 on the first node"
                    + " of the service; the next port leads to the next node.");
    private static final Key<Health> HEALTH =
            Key.optional("health", HEALTH_SHAPE, "How to check that it is ready; absent: its process stays up.");

    private final List<Key<?>> ofKinds;
    private final Key<String> kind;

    /** Reads services of the kinds that {@code known} has. */
    ServiceKeys(KnownServices known) {
        ofKinds = known.keys();
        kind = Key.optional(
                "kind", Shapes.name("kind of service", known.kinds().keySet()), "One of Volta's own programs.");
    }

    /** Makes a service of its name, which is the key that the mapping stands under. */
    FieldsShape<Function<String, ServiceSpec>> service() {
        var keys = new ArrayList<Key<?>>(List.of(ON, kind, COMMAND, AFTER, ENV_FILE, ENV));
        keys.addAll(ofKinds);
        keys.addAll(List.of(LIMITS, PORTS, FORWARD, HEALTH));
        return new FieldsShape<>("a service", keys, List.of("kind", "command"), this::service);
    }

    private Function<String, ServiceSpec> service(Values values) {
        var program = values.find(kind)
                .<Program>map(Program.OfKind::new)
                .or(() -> values.find(COMMAND).map(Program.Argv::new))
                .orElseThrow();
        var settings = new HashMap<String, Object>();
        ofKinds.forEach(key -> values.find(key).ifPresent(value -> settings.put(key.name(), value)));
        var forward = new LinkedHashMap<Port, Port>();
        values.get(FORWARD).forEach((there, here) -> forward.put(Port.parse(there), here));
        return name -> new ServiceSpec(
                name,
                values.get(ON),
                program,
                values.get(AFTER),
                values.get(ENV),
                settings,
                values.get(LIMITS),
                values.get(PORTS),
                forward,
                values.find(HEALTH));
    }

    private static Health.Probe probe(Values values) {
        return values.find(SOCKET)
                .<Health.Probe>map(Health.Probe.Socket::new)
                .or(() -> values.find(TCP).map(Health.Probe.Tcp::new))
                .or(() -> values.find(HTTP).map(Health.Probe.Http::new))
                .or(() -> values.find(PROBE_COMMAND).map(Health.Probe.Command::new))
                .orElseThrow();
    }

    private static URI url(String text) {
        try {
            var url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException _) {
            // the same answer as for a URL of another kind
        }
        throw BadValueException.expected("'" + text + "' is not such a URL", "http://host:port/path");
    }
}
