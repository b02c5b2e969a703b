package dev.volta.hashing.workload;

import dev.volta.core.config.Health;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.InstalledFamily;
import dev.volta.core.fleet.AskedNodes;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.service.SocketStar;
import dev.volta.core.supervisor.ServiceUnit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The controller and the workers as services with their configuration files and tokens. */
public final class NodeServices implements InstalledFamily {
    public static final ServiceKind CONTROLLER = new ControllerKind();
    public static final ServiceKind WORKER = new WorkerKind();

    /** The services of a fleet that describes none, as YAML. */
    public static final String USUAL =
            "{controller: {on: controller, kind: controller}, worker: {on: worker, kind: worker, after: [controller]}}";

    /** The key of a worker service that says how many workers each node has. */
    public static final String INSTANCES = "instances";

    /** In which Java can read every path; sshd and a node's boot give none. */
    private static final Map<String, String> LOCALE = Map.of("LC_ALL", "C.UTF-8");

    public static final List<ServiceKind> KINDS = List.of(CONTROLLER, WORKER);

    private static final String CLIENT = "client";

    private final String algorithm;
    private final UnaryOperator<String> tokens;

    /**
     * @param algorithm the digest that workers are ready for before their first job
     * @param tokens gives the secret of each worker, by its id, and that of the client, always the same for the same name
     */
    public NodeServices(String algorithm, UnaryOperator<String> tokens) {
        this.algorithm = algorithm;
        this.tokens = tokens;
    }

    String clientToken() {
        return tokens.apply(CLIENT);
    }

    @Override
    public List<ServiceKind> kinds() {
        return KINDS;
    }

    @Override
    public InstalledFamily asFound(DesiredState seen, AskedNodes nodes) throws InterruptedException {
        var deployed = DeployedTokens.read(seen, this, nodes);
        return deployed.isEmpty()
                ? this
                : new NodeServices(
                        algorithm, name -> deployed.containsKey(name) ? deployed.get(name) : tokens.apply(name));
    }

    @Override
    public Optional<SocketStar> sockets(Site site) {
        var controller = controller(site);
        var others = new LinkedHashMap<NodeName, String>();
        site.of(WORKER.name()).stream()
                .filter(place -> !place.node().equals(controller.node()))
                .forEach(place -> others.put(place.node(), ControllerKind.socket(place)));
        return Optional.of(new SocketStar(controller.node(), ControllerKind.socket(controller), others));
    }

    private static Site.Place controller(Site site) {
        return site.of(CONTROLLER.name()).getFirst();
    }

    /** The controller, then the workers, each within the limits of its place. */
    @Override
    public List<PlannedUnit> units(Site site) {
        var tokenFiles = new ArrayList<PlacedFile>();
        var accepted = controller(site).folders().conf() + "/tokens/";
        tokenFiles.add(new PlacedFile(accepted + CLIENT, clientToken() + "\n", true, true));
        var workers = new ArrayList<PlannedUnit>();
        for (var place : site.of(WORKER.name())) {
            for (int number = 1; number <= place.processes(); number++) {
                var id = id(place, number);
                var token = tokens.apply(id) + "\n";
                tokenFiles.add(new PlacedFile(accepted + "workers/" + id, token, true, true));
                workers.add(worker(site, place, number, token));
            }
        }
        var all = new ArrayList<PlannedUnit>();
        all.add(controllerUnit(site, tokenFiles));
        all.addAll(workers);
        return all;
    }

    private static PlannedUnit controllerUnit(Site site, List<PlacedFile> tokenFiles) {
        var place = controller(site);
        var settings = new LinkedHashMap<String, String>();
        settings.put("socket", ControllerKind.socket(place));
        settings.put("state", place.folders().state());
        settings.put("tokens", place.folders().conf() + "/tokens");
        var metrics = place.folders().run() + "/controller.metrics";
        settings.put("metrics.socket", metrics);
        owner(site, settings);
        var configuration = place.folders().conf() + "/controller.properties";
        var files = new ArrayList<>(tokenFiles);
        files.add(new PlacedFile(configuration, rendered(settings), false, false));
        var options = new ArrayList<>(JvmOptions.ofController(memory(place), place.emulated()));
        // The library for sockets unpacks its native part there; the folder of a run of this machine goes with it.
        site.owner()
                .ifPresent(
                        _ -> options.add("-Djava.io.tmpdir=" + place.folders().run()));
        return new PlannedUnit(
                place.node(),
                Optional.of(CONTROLLER.name()),
                unit("controller", place, options, place.folders().jar(CONTROLLER.name()), configuration),
                files,
                Optional.of(new Health(new Health.Probe.Socket(Path.of(ControllerKind.socket(place))), READY)),
                Optional.of(metrics));
    }

    private PlannedUnit worker(Site site, Site.Place place, int number, String token) {
        var id = id(place, number);
        var stem = place.folders().conf() + "/worker-" + id;
        var settings = new LinkedHashMap<String, String>();
        settings.put("id", id);
        settings.put("node", place.node().value());
        settings.put("socket", ControllerKind.socket(place));
        settings.put("token.file", stem + ".token");
        settings.put("warm.up", algorithm);
        // Without the node's name, which may be long, while a socket's path has at most 107 bytes (unix(7)).
        var metrics = place.folders().run() + "/worker-" + number + ".metrics";
        settings.put("metrics.socket", metrics);
        owner(site, settings);
        return new PlannedUnit(
                place.node(),
                Optional.of(WORKER.name()),
                unit(
                        WorkerKind.unit(id),
                        place,
                        JvmOptions.ofWorker(memory(place), place.emulated()),
                        place.folders().jar(WORKER.name()),
                        stem + ".properties"),
                List.of(
                        new PlacedFile(stem + ".token", token, true, false),
                        new PlacedFile(stem + ".properties", rendered(settings), false, false)),
                Optional.empty(),
                Optional.of(metrics));
    }

    private static String id(Site.Place place, int number) {
        return id(place.node(), Integer.toString(number));
    }

    static String id(NodeName node, String number) {
        return node + "-" + number;
    }

    private static void owner(Site site, Map<String, String> settings) {
        site.owner().ifPresent(owner -> settings.put("owner.lock", owner.lock()));
    }

    /** Lines of java.util.Properties, in which a backslash escapes. */
    private static String rendered(Map<String, String> settings) {
        var text = new StringBuilder();
        settings.forEach((key, value) -> text.append(key)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n'));
        return text.toString();
    }

    private static JvmMemory memory(Site.Place place) {
        return JvmMemory.within(place.each().memory());
    }

    private static ServiceUnit unit(
            String name, Site.Place place, List<String> options, String jar, String configuration) {
        var argv = new ArrayList<String>();
        argv.add(place.java());
        argv.addAll(options);
        argv.addAll(List.of("-jar", jar, configuration));
        return new ServiceUnit(name, argv).withEnvironment(LOCALE).withLimits(place.each());
    }
}
