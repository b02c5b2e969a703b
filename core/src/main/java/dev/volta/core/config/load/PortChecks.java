package dev.volta.core.config.load;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.config.yaml.Tree;
import java.util.HashMap;
import java.util.List;

/** Whether two services want the same port of one node. */
final class PortChecks {
    private record Seat(NodeName node, Port port) {}

    private PortChecks() {}

    static void run(Configuration configuration, Tree tree, List<Problem> problems) {
        var taken = new HashMap<Seat, String>();
        var host = configuration.inventory().host().name();
        for (var node : configuration.inventory().nodes()) {
            if (node.vm().isPresent() && node.reach() instanceof Reach.Ssh ssh) {
                taken.put(new Seat(host, ssh.port()), "ssh of " + node.name());
            }
        }
        for (var service : configuration.services()) {
            for (var node : configuration.inventory().on(service.on())) {
                for (int i = 0; i < service.ports().size(); i++) {
                    var port = service.ports().get(i);
                    var before = taken.putIfAbsent(new Seat(node.name(), port), service.name());
                    if (before != null) {
                        var place = tree.child("services")
                                .flatMap(services -> services.child(service.name()))
                                .flatMap(body -> body.child("ports"))
                                .orElse(tree);
                        problems.add(Problem.suggested(
                                place.items().get(i).origin(),
                                "services." + service.name() + ".ports[" + i + "]",
                                "port " + port + " of node " + node.name() + " is used by '" + before + "' too",
                                "give them different ports or nodes"));
                    }
                }
            }
        }
    }
}
