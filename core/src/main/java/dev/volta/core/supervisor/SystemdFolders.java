package dev.volta.core.supervisor;

/**
 * Where services of a fleet find their places on a node, absolute.
 *
 * @param base what they keep
 * @param run sockets
 * @param log their output
 * @param work the folders that they run in, below {@code base}
 */
public record SystemdFolders(String base, String run, String log, String work) {
    String workOf(String service) {
        return work + "/" + service;
    }

    /** The variables of services, for nobody but their owner. */
    String environments() {
        return base + "/env";
    }

    String environmentOf(String service) {
        return environments() + "/" + service;
    }

    String logOf(String service) {
        return log + "/" + service + ".log";
    }
}
