package dev.volta.core.config.load;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.yaml.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether two services want the same port of one node, and whether ports can be forwarded as they say. */
final class PortChecks {
    private final Configuration configuration;
    private final Tree tree;
    private final List<Problem> problems;
    private final Map<Seat, String> taken = new HashMap<>();

    private record Seat(NodeName node, Port port) {}

    private PortChecks(Configuration configuration, Tree tree, List<Problem> problems) {
        this.configuration = configuration;
        this.tree = tree;
        this.problems = problems;
    }

    static void run(Configuration configuration, Tree tree, List<Problem> problems) {
        new PortChecks(configuration, tree, problems).run();
    }

    private void run() {
        for (var node : configuration.inventory().nodes()) {
            if (node.vm().isPresent() && node.reach() instanceof Reach.Ssh ssh) {
                taken.put(new Seat(host(), ssh.port()), "ssh of " + node.name());
            }
        }
        for (var service : configuration.services()) {
            requireFree(service);
            service.forward().forEach((there, here) -> requireForward(service, there, here));
        }
    }

    private NodeName host() {
        return configuration.inventory().host().name();
    }

    private void requireFree(ServiceSpec service) {
        for (var node : configuration.inventory().on(service.on())) {
            for (int i = 0; i < service.ports().size(); i++) {
                var port = service.ports().get(i);
                var before = taken.putIfAbsent(new Seat(node.name(), port), service.name());
                if (before != null) {
                    problems.add(Problem.suggested(
                            body(service, "ports").orElse(tree).items().get(i).origin(),
                            "services." + service.name() + ".ports[" + i + "]",
                            "port " + port + " of node " + node.name() + " is used by '" + before + "' too",
                            "give them different ports or nodes"));
                }
            }
        }
    }

    private void requireForward(ServiceSpec service, Port there, Port first) {
        if (!service.ports().contains(there)) {
            refuse(service, there, there + " is not among the ports of the service", "add it to ports");
        }
        var nodes = configuration.forwardedNodes(service);
        if (!nodes.isEmpty() && !Port.isValid(first.number() + nodes.size() - 1)) {
            refuse(
                    service,
                    there,
                    "there are not so many ports after " + first + " as the service has nodes, " + nodes.size(),
                    "choose a smaller port");
            return;
        }
        for (int i = 0; i < nodes.size(); i++) {
            var here = new Port(first.number() + i);
            var before = taken.putIfAbsent(new Seat(host(), here), service.name());
            if (before != null) {
                refuse(
                        service,
                        there,
                        "port " + here + " of this machine, for node "
                                + nodes.get(i).name() + ", is used by '" + before + "' too",
                        "choose another port");
            }
        }
    }

    private void refuse(ServiceSpec service, Port there, String found, String suggestion) {
        var origin = body(service, "forward")
                .flatMap(forward -> forward.child(there.toString()))
                .orElse(tree)
                .origin();
        problems.add(Problem.suggested(origin, "services." + service.name() + ".forward." + there, found, suggestion));
    }

    private Optional<Tree> body(ServiceSpec service, String key) {
        return tree.child("services")
                .flatMap(services -> services.child(service.name()))
                .flatMap(body -> body.child(key));
    }
}
