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

    /** The first service that is {@code kind}. */
    public Optional<ServiceSpec> service(Program.BuiltIn kind) {
        return services.stream().filter(service -> service.program() == kind).findFirst();
    }

    /** The same with {@code change} made to the services that are {@code kind}. */
    public Configuration with(Program.BuiltIn kind, UnaryOperator<ServiceSpec> change) {
        return new Configuration(
                fleet,
                inventory,
                services.stream()
                        .map(service -> service.program() == kind ? change.apply(service) : service)
                        .toList());
    }
}
