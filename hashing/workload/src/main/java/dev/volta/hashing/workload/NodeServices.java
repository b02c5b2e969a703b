package dev.volta.hashing.workload;

import dev.volta.core.supervisor.ServiceUnit;
import dev.volta.core.workload.PlannedService;
import dev.volta.core.workload.PlannedService.PlacedFile;
import dev.volta.core.workload.Site;
import dev.volta.hashing.engine.Algorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The controller and the workers as services with their configuration files and tokens. */
final class NodeServices {
    /** Any number of files fits, and a single folder of about a million (docs/protocol.md, "Node processes"). */
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError");

    private final Algorithm algorithm;
    private final Supplier<String> tokens;
    private final String clientToken;

    NodeServices(Algorithm algorithm, Supplier<String> tokens) {
        this.algorithm = algorithm;
        this.tokens = tokens;
        this.clientToken = tokens.get();
    }

    String clientToken() {
        return clientToken;
    }

    List<PlannedService> on(Site site) {
        var tokenFiles = new ArrayList<PlacedFile>();
        var accepted = site.controller().folders().run() + "/tokens/";
        tokenFiles.add(new PlacedFile(accepted + "client", clientToken + "\n", true));
        var workers = new ArrayList<PlannedService>();
        for (var place : site.workers()) {
            for (int number = 1; number <= place.workers(); number++) {
                var id = place.node() + "-" + number;
                var token = tokens.get() + "\n";
                tokenFiles.add(new PlacedFile(accepted + "workers/" + id, token, true));
                workers.add(worker(site, place, id, token));
            }
        }
        var all = new ArrayList<PlannedService>();
        all.add(controller(site, tokenFiles));
        all.addAll(workers);
        return all;
    }

    private static PlannedService controller(Site site, List<PlacedFile> tokenFiles) {
        var place = site.controller();
        var settings = new LinkedHashMap<String, String>();
        settings.put("socket", place.controllerSocket());
        settings.put("state", place.folders().state());
        settings.put("tokens", place.folders().run() + "/tokens");
        owner(site, settings);
        var configuration = place.folders().run() + "/controller.properties";
        var files = new ArrayList<>(tokenFiles);
        files.add(new PlacedFile(configuration, rendered(settings), false));
        return new PlannedService(
                place.node(),
                unit("controller", place, "volta-controller.jar", configuration),
                files,
                Optional.of(place.controllerSocket()));
    }

    private PlannedService worker(Site site, Site.Place place, String id, String token) {
        var stem = place.folders().run() + "/worker-" + id;
        var settings = new LinkedHashMap<String, String>();
        settings.put("id", id);
        settings.put("node", place.node().value());
        settings.put("socket", place.controllerSocket());
        settings.put("token.file", stem + ".token");
        settings.put("warm.up", algorithm.id());
        owner(site, settings);
        return new PlannedService(
                place.node(),
                unit("worker-" + id, place, "volta-worker.jar", stem + ".properties"),
                List.of(
                        new PlacedFile(stem + ".token", token, true),
                        new PlacedFile(stem + ".properties", rendered(settings), false)),
                Optional.empty());
    }

    private static void owner(Site site, Map<String, String> settings) {
        settings.put("owner.pid", Long.toString(site.owner().pid()));
        settings.put("owner.start", Long.toString(site.owner().startTicks()));
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

    private static ServiceUnit unit(String name, Site.Place place, String jar, String configuration) {
        var argv = new ArrayList<String>();
        argv.add(place.java());
        argv.addAll(JVM);
        argv.addAll(List.of("-jar", place.folders().jars() + "/" + jar, configuration));
        return new ServiceUnit(name, argv);
    }
}
