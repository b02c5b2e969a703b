package dev.volta.core.service;

import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Where the services of a family run.
 *
 * @param kinds the places of each kind of service, in the order in which the kinds are started
 * @param owner whose end is the end of all services; without one they run until they are stopped
 */
public record Site(SequencedMap<String, List<Place>> kinds, Optional<Owner> owner) {
    public Site {
        var copy = new LinkedHashMap<String, List<Place>>();
        kinds.forEach((kind, places) -> copy.put(kind, List.copyOf(places)));
        kinds = Collections.unmodifiableSequencedMap(copy);
    }

    /** The places of the services of {@code kind}; none if the fleet has no such service. */
    public List<Place> of(String kind) {
        return kinds.getOrDefault(kind, List.of());
    }

    /** One place per node, that of the first kind there; its processes and limits are those of that kind alone. */
    public List<Place> places() {
        var nodes = new LinkedHashMap<NodeName, Place>();
        kinds.values().forEach(places -> places.forEach(place -> nodes.putIfAbsent(place.node(), place)));
        return List.copyOf(nodes.values());
    }

    /**
     * Room for the processes of one service on one node.
     *
     * @param emulated whether the node's processors are translated, so that code which runs for the first time is dear
     * @param each what each of the processes may use
     * @param settings the values of the keys that its kind alone has, by the key's name
     */
    public record Place(
            NodeName node,
            Folders folders,
            String java,
            boolean emulated,
            int processes,
            Limits each,
            Map<String, Object> settings) {
        public Place {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Folders on a node, absolute.
     *
     * @param jars the program of each kind of service
     * @param conf holds settings and tokens
     * @param run holds sockets, so its path is short
     * @param state holds what a service must find again after it was killed
     */
    public record Folders(Map<String, String> jars, String conf, String run, String state) {
        public Folders {
            jars = Map.copyOf(jars);
        }

        /** The program of services of {@code kind}. */
        public String jar(String kind) {
            return Objects.requireNonNull(jars.get(kind), kind);
        }
    }

    /**
     * A process on the only node of the site.
     *
     * @param lock the absolute path of a file that it has locked as long as it lives, by {@code KernelLock}
     */
    public record Owner(String lock) {}
}
