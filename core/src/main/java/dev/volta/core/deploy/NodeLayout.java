package dev.volta.core.deploy;

import dev.volta.core.config.NodePaths;
import dev.volta.core.remote.NodeName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things lie on a node, as absolute paths.
 *
 * @param fleet whose layout it is
 * @param install programs, by version
 * @param base what belongs to one fleet: settings, state, services
 * @param run sockets; short, since a socket's path has at most 107 bytes (unix(7))
 * @param log the services' output
 */
public record NodeLayout(String fleet, String install, String base, String run, String log) {
    /**
     * The folders that {@code paths} name, and the usual ones where it names none. Those of a user have the node's name in
     * them, because homes may be shared between nodes.
     */
    static NodeLayout of(NodePaths paths, NodeName node, Account account, String fleet) {
        var own = account.home() + "/.local/share/volta/" + node;
        var install = text(paths.install()).orElse(account.isRoot() ? "/opt/volta" : own);
        return new NodeLayout(
                fleet,
                install,
                install + "/" + fleet,
                text(paths.run()).orElse(account.isRoot() ? "/run/volta" : "/tmp/volta-" + account.uid() + "-" + node),
                text(paths.log()).orElse(account.isRoot() ? "/var/log/volta" : own + "/log"));
    }

    private static Optional<String> text(Optional<Path> path) {
        return path.map(Path::toString);
    }

    /** Volta's own programs of {@code version}. */
    public String programs(String version) {
        return install + "/" + version;
    }

    /** Settings of Volta's own programs. */
    public String conf() {
        return base + "/conf";
    }

    /** What a service must find again after it was killed. */
    public String state() {
        return base + "/state";
    }

    /** The lock of the fleet, on the node that has it. */
    public String lock() {
        return base + "/lock";
    }

    /** The folders that services run in. */
    public String work() {
        return base + "/work";
    }

    /** Where the plain supervisor keeps its services. */
    public String services() {
        return base + "/services";
    }
}
