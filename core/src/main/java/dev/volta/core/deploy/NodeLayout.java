package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.service.Site;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things lie on a node, as absolute paths.
 *
 * @param fleet whose layout it is
 * @param install programs, by version
 * @param base what belongs to one fleet: settings, state, services
 * @param run sockets; short, since a socket's path has at most 107 bytes (unix(7))
 * @param log the services' output, of this fleet alone
 * @param passing of a fleet that ends with the command that made it; absent: its services run until they are stopped
 */
public record NodeLayout(String fleet, String install, String base, String run, String log, Optional<Passing> passing) {
    /**
     * What is otherwise where services end with a command of this machine.
     *
     * @param state what a service must find again after it was killed
     * @param owner whose end is the end of all services
     */
    public record Passing(String state, Site.Owner owner) {}

    /** Of a fleet that stays. */
    public NodeLayout(String fleet, String install, String base, String run, String log) {
        this(fleet, install, base, run, log, Optional.empty());
    }

    /** All in {@code run}, a folder of one command alone, but for the state. */
    public static NodeLayout passing(String run, String state, Site.Owner owner) {
        return new NodeLayout("run", run, run, run, run + "/log", Optional.of(new Passing(state, owner)));
    }

    /**
     * The folders that {@code paths} name, and the usual ones where it names none. Those of a user have the node's name in
     * them, because homes may be shared between nodes.
     */
    static NodeLayout of(NodePaths paths, NodeName node, LoginInfo account, String fleet) {
        var own = account.home() + "/.local/share/volta/" + node;
        var install = text(paths.install()).orElse(account.isRoot() ? "/opt/volta" : own);
        return new NodeLayout(
                fleet,
                install,
                install + "/" + fleet,
                text(paths.run()).orElse(account.isRoot() ? "/run/volta" : "/tmp/volta-" + account.uid() + "-" + node),
                text(paths.log()).orElse(account.isRoot() ? "/var/log/volta" : own + "/log") + "/" + fleet);
    }

    /** The paths that lead to this layout. Versions before had the logs of all fleets in one folder. */
    NodePaths paths() {
        var logs = Path.of(log);
        return new NodePaths(
                Optional.of(Path.of(install)),
                Optional.of(Path.of(run)),
                Optional.ofNullable(logs.endsWith(fleet) ? logs.getParent() : logs));
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
        return passing.map(Passing::state).orElse(base + "/state");
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
