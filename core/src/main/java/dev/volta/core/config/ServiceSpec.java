package dev.volta.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A service as it is configured: a program that is to run on some nodes.
 *
 * @param after names of services that must be healthy before this one starts; they have no cycle
 * @param env what {@code env_file}s and {@code env} come to: later files win over earlier ones, {@code env} over all
 * @param instances how many of it run on each node; absent: as many as its node has processors for it, or one
 * @param ports that the service listens on, so that two services do not want the same one on one node
 */
public record ServiceSpec(
        String name,
        Placement on,
        Program program,
        List<String> after,
        Map<String, Template> env,
        OptionalInt instances,
        Limits limits,
        List<Port> ports,
        Optional<Health> health) {
    public ServiceSpec {
        after = List.copyOf(after);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        ports = List.copyOf(ports);
    }

    /** The same with so many instances on each node. */
    public ServiceSpec withInstances(int number) {
        return new ServiceSpec(name, on, program, after, env, OptionalInt.of(number), limits, ports, health);
    }

    /** The same with {@code own} limits; what they leave open stays as it is. */
    public ServiceSpec withLimits(Limits own) {
        return new ServiceSpec(name, on, program, after, env, instances, own.or(limits), ports, health);
    }

    /** The environment on {@code node}, with what differs from node to node filled in. */
    public Map<String, String> environmentOn(Node node) {
        var environment = new LinkedHashMap<String, String>();
        env.forEach((name, template) -> environment.put(name, template.on(node)));
        return environment;
    }
}
