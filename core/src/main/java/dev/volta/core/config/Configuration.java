package dev.volta.core.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A fleet as it is to be, from whichever files said it.
 *
 * @param services in the order in which they were written; what must start before what is in {@link ServiceSpec#after()}
 */
public record Configuration(Fleet fleet, Inventory inventory, List<ServiceSpec> services) {
    public Configuration {
        services = List.copyOf(services);
    }

    /** All nodes of the inventory, and the host if a service is placed there. */
    public List<Node> nodes() {
        var all = new LinkedHashSet<>(inventory.nodes());
        services.forEach(service -> all.addAll(inventory.on(service.on())));
        return List.copyOf(all);
    }

    /**
     * Whether {@code service} belongs to the host: it runs there alone, and starts before virtual machines and stops after
     * them. Services of a kind do not, since those of their family on other nodes are planned together with them.
     */
    public boolean isOfHost(ServiceSpec service) {
        return service.program() instanceof Program.Argv
                && inventory.on(service.on()).equals(List.of(inventory.host()))
                && inventory.host().isHost();
    }

    /**
     * The ports of services that are wanted on this machine. The first node of a service, of those that are other machines,
     * has the port that the service names, the next node the next port.
     */
    public List<PortForward> forwards() {
        var forwards = new ArrayList<PortForward>();
        for (var service : services) {
            var nodes = forwardedNodes(service);
            service.forward().forEach((there, first) -> {
                for (int i = 0; i < nodes.size(); i++) {
                    var here = new Port(first.number() + i);
                    forwards.add(new PortForward(service.name(), nodes.get(i).name(), there, here));
                }
            });
        }
        return forwards;
    }

    /** The nodes of {@code service} that its ports are forwarded from: not this machine, which has them already. */
    public List<Node> forwardedNodes(ServiceSpec service) {
        return inventory.on(service.on()).stream()
                .filter(node -> node.reach() instanceof Reach.Ssh)
                .toList();
    }

    /** The first service of {@code kind}. */
    public Optional<ServiceSpec> service(String kind) {
        return services.stream().filter(service -> service.isOf(kind)).findFirst();
    }

    /** The same with {@code change} made to the services of {@code kind}. */
    public Configuration with(String kind, UnaryOperator<ServiceSpec> change) {
        return new Configuration(
                fleet,
                inventory,
                services.stream()
                        .map(service -> service.isOf(kind) ? change.apply(service) : service)
                        .toList());
    }
}
