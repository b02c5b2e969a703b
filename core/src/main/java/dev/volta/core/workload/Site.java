package dev.volta.core.workload;

import dev.volta.core.remote.NodeName;
import java.util.List;

/**
 * Where an experiment runs.
 *
 * @param controller the place that runs the controller
 * @param workers the places that run workers; the controller's may be among them
 * @param owner whose end is the end of all services
 */
public record Site(Place controller, List<Place> workers, Owner owner) {
    public Site {
        workers = List.copyOf(workers);
    }

    /** Room for one run on one node. */
    public record Place(NodeName node, Folders folders, String java, int workers) {
        /** The socket of the controller, as processes of this node open it. */
        public String controllerSocket() {
            return folders.run() + "/controller.sock";
        }
    }

    /**
     * The folders of a run on a node, absolute.
     *
     * @param jars holds the jars of the services
     * @param run holds sockets and configuration, so its path is short; it is removed after the run
     * @param state holds what a service must find again after it was killed; it is removed after the run
     */
    public record Folders(String jars, String run, String state) {
        /** Where the plain supervisor keeps its services. */
        public String services() {
            return run + "/services";
        }
    }

    /**
     * A process of the controller's node.
     *
     * @param startTicks start time in clock ticks since boot, field 22 of proc_pid_stat(5)
     */
    public record Owner(long pid, long startTicks) {}
}
