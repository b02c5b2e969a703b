package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.ServiceSpec;
import java.util.Optional;
import java.util.Set;

/**
 * What a command is about.
 *
 * @param name the only service or unit that it is about; absent: all, and what is not described any more goes
 * @param limits what becomes of limits that a node cannot enforce
 * @param spared services that it is not about
 */
public record Scope(Set<NodeName> nodes, Optional<String> name, Aim aim, LimitRule limits, Set<String> spared) {
    /** What is to become of services that run already. */
    public enum Aim {
        /** Those that run differently from their description are started anew. */
        DESCRIBED,
        /** They stay as they are. */
        STARTED,
        /** They are started anew. */
        RESTARTED
    }

    /** Whether a service runs where its limits cannot be enforced. */
    public enum LimitRule {
        /** It does not. */
        ENFORCED,
        /** It does, without them. */
        ADVISORY
    }

    public Scope {
        nodes = Set.copyOf(nodes);
        spared = Set.copyOf(spared);
    }

    public Scope(Set<NodeName> nodes, Optional<String> name, Aim aim, LimitRule limits) {
        this(nodes, name, aim, limits, Set.of());
    }

    public Scope(Set<NodeName> nodes, Optional<String> name, Aim aim) {
        this(nodes, name, aim, LimitRule.ENFORCED);
    }

    /** Everything on {@code nodes}. */
    public static Scope whole(Set<NodeName> nodes) {
        return new Scope(nodes, Optional.empty(), Aim.DESCRIBED);
    }

    public Scope with(LimitRule rule) {
        return new Scope(nodes, name, aim, rule, spared);
    }

    /** The same but for {@code services}. */
    public Scope without(Set<String> services) {
        return new Scope(nodes, name, aim, limits, services);
    }

    boolean isWhole() {
        return name.isEmpty();
    }

    public boolean holds(DesiredUnit one) {
        return holds(one.service(), one.node(), one.unit().name());
    }

    /** Whether this is about what {@code service}, which has no units, needs on {@code node}. */
    boolean holds(ServiceSpec service, NodeName node) {
        return holds(service, node, service.name());
    }

    private boolean holds(ServiceSpec service, NodeName node, String unit) {
        return nodes.contains(node)
                && !spared.contains(service.name())
                && (isWhole() || name.equals(Optional.of(service.name())) || isUnit(unit));
    }

    /** Whether this is about what nobody describes and the supervisor of {@code node} calls {@code unit}. */
    public boolean holdsUndescribed(NodeName node, String unit) {
        return nodes.contains(node) && (isWhole() || isUnit(unit));
    }

    private boolean isUnit(String unit) {
        return name.equals(Optional.of(unit));
    }
}
