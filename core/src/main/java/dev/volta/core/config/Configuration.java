package dev.volta.core.config;

import java.util.List;

/**
 * A fleet as it is to be, from whichever files said it.
 *
 * @param services in the order in which they were written; what must start before what is in {@link Service#after()}
 */
public record Configuration(Fleet fleet, Inventory inventory, List<Service> services) {
    public Configuration {
        services = List.copyOf(services);
    }
}
