package dev.volta.core.config;

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
