package dev.volta.core.workload;

import dev.volta.core.config.Limits;
import dev.volta.core.remote.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an experiment runs.
 *
 * @param controller the place that runs the controller
 * @param workers the places that run workers; the controller's may be among them
 * @param owner whose end is the end of all services; without one they run until they are stopped
 */
public record Site(Place controller, List<Place> workers, Optional<Owner> owner) {
    public Site {
        workers = List.copyOf(workers);
    }

    /** Every place once, the controller's first. */
    public List<Place> places() {
        return Stream.concat(
                        Stream.of(controller),
                        workers.stream().filter(place -> !place.node().equals(controller.node())))
                .toList();
    }

    /**
     * Room for one run on one node.
     *
     * @param emulated whether the node's processors are translated, so that code which runs for the first time is dear
     * @param each what each of its processes may use
     */
    public record Place(NodeName node, Folders folders, String java, boolean emulated, int workers, Limits each) {
        /** The socket of the controller, as processes of this node open it. */
        public String controllerSocket() {
            return folders.run() + "/controller.sock";
        }
    }

    /**
     * The folders of a run on a node, absolute.
     *
     * @param jars where the programs lie
     * @param conf holds settings and tokens
     * @param run holds sockets, so its path is short
     * @param state holds what a service must find again after it was killed
     */
    public record Folders(Jars jars, String conf, String run, String state) {
        /** Where the plain supervisor keeps its services. */
        public String services() {
            return run + "/services";
        }

        /** The folders that services run in. */
        public String work() {
            return run + "/work";
        }
    }

    /** The programs, as absolute paths. */
    public record Jars(String controller, String worker) {}

    /**
     * A process of the controller's node.
     *
     * @param lock the absolute path of a file that it has locked as long as it lives, by {@code KernelLock}
     */
    public record Owner(String lock) {}
}
