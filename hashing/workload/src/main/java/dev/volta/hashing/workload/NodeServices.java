package dev.volta.hashing.workload;

import dev.volta.core.supervisor.ServiceUnit;
import dev.volta.core.workload.PlannedService;
import dev.volta.core.workload.PlannedService.PlacedFile;
import dev.volta.core.workload.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The controller and the workers as services with their configuration files and tokens. */
final class NodeServices {
    /** Any job fits: neither process keeps more of it in memory than a few frames. */
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError");

    private final Supplier<String> tokens;
    private final String clientToken;

    NodeServices(Supplier<String> tokens) {
        this.tokens = tokens;
        this.clientToken = tokens.get();
    }

    String clientToken() {
        return clientToken;
    }

    List<PlannedService> on(Site site) {
        var workers = new ArrayList<PlannedService>();
        var known = new StringBuilder("client=" + clientToken + "\n");
        for (var place : site.workers()) {
            for (int number = 1; number <= place.workers(); number++) {
                var id = place.node() + "-" + number;
                var token = tokens.get();
                known.append("worker.").append(id).append('=').append(token).append('\n');
                workers.add(worker(site, place, id, token));
            }
        }
        var all = new ArrayList<PlannedService>();
        all.add(controller(site, known.toString()));
        all.addAll(workers);
        return all;
    }

    private static PlannedService controller(Site site, String knownTokens) {
        var place = site.controller();
        var folder = place.folders().run();
        var configuration = """
                socket=%s
                state=%s
                tokens=%s/tokens
                owner.pid=%d
                owner.start=%d
                """.formatted(
                        place.controllerSocket(),
                        place.folders().state(),
                        folder,
                        site.owner().pid(),
                        site.owner().startTicks());
        return new PlannedService(
                place.node(),
                unit("controller", place, "volta-controller.jar", folder + "/controller.properties"),
                List.of(
                        new PlacedFile(folder + "/tokens", knownTokens, true),
                        new PlacedFile(folder + "/controller.properties", configuration, false)),
                Optional.of(place.controllerSocket()));
    }

    private static PlannedService worker(Site site, Site.Place place, String id, String token) {
        var folder = place.folders().run();
        var configuration = """
                id=%s
                node=%s
                socket=%s
                token=%s/worker-%s.token
                owner.pid=%d
                owner.start=%d
                """.formatted(
                        id,
                        place.node(),
                        place.controllerSocket(),
                        folder,
                        id,
                        site.owner().pid(),
                        site.owner().startTicks());
        var file = "%s/worker-%s.properties".formatted(folder, id);
        return new PlannedService(
                place.node(),
                unit("worker-" + id, place, "volta-worker.jar", file),
                List.of(
                        new PlacedFile("%s/worker-%s.token".formatted(folder, id), token + "\n", true),
                        new PlacedFile(file, configuration, false)),
                Optional.empty());
    }

    private static ServiceUnit unit(String name, Site.Place place, String jar, String configuration) {
        var argv = new ArrayList<String>();
        argv.add(place.java());
        argv.addAll(JVM);
        argv.addAll(List.of("-jar", place.folders().jars() + "/" + jar, configuration));
        return new ServiceUnit(name, argv);
    }
}
