package dev.volta.hashing.workload;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.fleet.AskedNodes;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.Site;
import dev.volta.core.sha256.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that the controller and the workers of a fleet have already, where they are others than this folder's secret
 * makes: they were deployed from another clone of it, whose operator uses them too. What the controller knows is right;
 * a worker whose token it does not know keeps its own.
 */
final class DeployedTokens {
    private static final Script READ = Script.of(DeployedTokens.class, "tokens.sh")
            .to("read the tokens of the services")
            .withLimit(Duration.ofSeconds(60));
    private static final String TOKEN = "[0-9a-f]{64}";
    private static final String WORKERS = "workers/";
    private static final String WORKER = "worker-";

    private final DesiredState desired;
    private final ServiceFamily services;
    private final Site site;
    private final Site.Place controller;
    private final String folder;
    private final Map<NodeName, List<Wanted>> toRead = new LinkedHashMap<>();

    /**
     * A token of which another one is there.
     *
     * @param name of whoever has it
     * @param path of the file
     * @param right whether it is right whatever other files say
     */
    private record Wanted(String name, String path, boolean right) {}

    private DeployedTokens(DesiredState desired, ServiceFamily services, Site site) {
        this.desired = desired;
        this.services = services;
        this.controller = site.of(NodeServices.CONTROLLER.name()).getFirst();
        this.site = site;
        this.folder = controller.folders().conf() + "/tokens/";
    }

    /** Those that differ, by whose they are; asks nodes only if there are some. */
    static Map<String, String> read(DesiredState desired, ServiceFamily services, AskedNodes nodes)
            throws InterruptedException {
        var site = desired.site(services);
        return site.isEmpty() ? Map.of() : new DeployedTokens(desired, services, site.get()).read(nodes);
    }

    private Map<String, String> read(AskedNodes nodes) throws InterruptedException {
        var units = services.units(site);
        units.forEach(this::compare);
        if (toRead.isEmpty()) {
            return Map.of();
        }
        NodeTask<List<String>> task =
                (node, remote) -> READ.with(Objects.requireNonNull(toRead.get(node.name())).stream()
                                .map(Wanted::path)
                                .toList())
                        .run(remote)
                        .require()
                        .out()
                        .lines()
                        .toList();
        return tokens(nodes.ask(toRead.keySet(), task));
    }

    private void compare(PlannedUnit unit) {
        for (var file : unit.files()) {
            if (file.path().startsWith(folder)) {
                var name = file.path().substring(folder.length());
                var owner = name.startsWith(WORKERS) ? name.substring(WORKERS.length()) : name;
                compare(unit, file, owner, true);
            } else if (file.secret() && unit.unit().name().startsWith(WORKER)) {
                var owner = unit.unit().name().substring(WORKER.length());
                if (!sha256(file).equals(deployed(controller.node(), folder + WORKERS + owner))) {
                    compare(unit, file, owner, false);
                }
            }
        }
    }

    private void compare(PlannedUnit unit, PlacedFile file, String owner, boolean right) {
        var there = deployed(unit.node(), file.path());
        if (there != null && !there.equals(sha256(file))) {
            toRead.computeIfAbsent(unit.node(), _ -> new ArrayList<>()).add(new Wanted(owner, file.path(), right));
        }
    }

    private static String sha256(PlacedFile file) {
        return Sha256.of(file.content().getBytes(StandardCharsets.UTF_8));
    }

    /** The SHA-256 of a file on a node, if it is there. */
    private @Nullable String deployed(NodeName node, String path) {
        return Objects.requireNonNull(desired.views().get(node)).files().get(path);
    }

    private Map<String, String> tokens(FleetOutcome<List<String>> read) throws InterruptedException {
        if (read.interrupted()) {
            throw new InterruptedException();
        }
        var tokens = new HashMap<String, String>();
        read.byNode().forEach((node, outcome) -> {
            switch (outcome) {
                case Outcome.Done<List<String>>(var lines, var _, var _) -> take(node, lines, tokens);
                case Outcome.Failed<List<String>>(var reason) -> throw unread(node, reason);
                case Outcome.Unreachable<List<String>>(var reason) -> throw unread(node, reason);
                case Outcome.NotStarted<List<String>> _, Outcome.Interrupted<List<String>> _ ->
                    throw unread(node, "it was not asked");
            }
        });
        return tokens;
    }

    /** Taken for absent they would be replaced, and what uses them restarted. */
    private static RemoteException unread(Node node, String reason) {
        return new RemoteException(node.name(), "cannot tell which tokens it has: " + reason);
    }

    /** A file without a token, as a power cut may leave it, is written anew like any other that was changed there. */
    private void take(Node node, List<String> lines, Map<String, String> tokens) {
        var files = Objects.requireNonNull(toRead.get(node.name()));
        for (var line : lines) {
            var words = line.split(" ", 2);
            var file = files.get(Integer.parseInt(words[0]) - 1);
            if (words[1].matches(TOKEN)) {
                if (file.right()) {
                    tokens.put(file.name(), words[1]);
                } else {
                    tokens.putIfAbsent(file.name(), words[1]);
                }
            }
        }
    }
}
