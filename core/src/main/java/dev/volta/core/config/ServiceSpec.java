package dev.volta.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as it is configured: a program that is to run on some nodes.
 *
 * @param after names of services that must be healthy before this one starts; they have no cycle
 * @param env what {@code env_file}s and {@code env} come to: later files win over earlier ones, {@code env} over all
 * @param settings the values of the keys that its kind alone has, by the key's name
 * @param ports that the service listens on, so that two services do not want the same one on one node
 * @param forward for some of these, the first port of this machine that leads there, as {@link Configuration#forwards} says
 */
public record ServiceSpec(
        String name,
        Placement on,
        Program program,
        List<String> after,
        Map<String, TextTemplate> env,
        Map<String, Object> settings,
        Limits limits,
        List<Port> ports,
        Map<Port, Port> forward,
        Optional<Health> health) {
    public ServiceSpec {
        after = List.copyOf(after);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        settings = Map.copyOf(settings);
        ports = List.copyOf(ports);
        forward = Collections.unmodifiableMap(new LinkedHashMap<>(forward));
    }

    /** Whether it runs a program of {@code kind}. */
    public boolean isOf(String kind) {
        return program.equals(new Program.OfKind(kind));
    }

    /** The value of a key that its kind alone has, if it was said. */
    public <T> Optional<T> setting(String key, Class<T> type) {
        return Optional.ofNullable(settings.get(key)).map(type::cast);
    }

    /** The same with {@code value} for a key that its kind alone has. */
    public ServiceSpec withSetting(String key, Object value) {
        var other = new LinkedHashMap<>(settings);
        other.put(key, value);
        return new ServiceSpec(name, on, program, after, env, other, limits, ports, forward, health);
    }

    /** The same with {@code own} limits; what they leave open stays as it is. */
    public ServiceSpec withLimits(Limits own) {
        return new ServiceSpec(name, on, program, after, env, settings, own.or(limits), ports, forward, health);
    }

    /** The environment on {@code node}, with what differs from node to node filled in. */
    public Map<String, String> environmentOn(Node node) {
        var environment = new LinkedHashMap<String, String>();
        env.forEach((name, template) -> environment.put(name, template.on(node)));
        return environment;
    }
}
