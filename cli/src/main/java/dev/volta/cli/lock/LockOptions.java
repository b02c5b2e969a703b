package dev.volta.cli.lock;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.fleet.OpenNodes;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.HeldLock;
import dev.volta.core.lock.LockPlace;
import java.util.List;
import picocli.CommandLine.Mixin;

/** Leads a command to the lock of a fleet, on the node that has it. */
final class LockOptions {
    @Mixin
    private FleetOptions options;

    /** What to do with the lock. */
    @FunctionalInterface
    interface Use {
        int of(FleetLock lock, String node) throws InterruptedException;
    }

    /** Does it over a connection of its own; returns the exit code. */
    int use(Use use) throws InterruptedException {
        var fleet = options.configuration();
        var node = FleetLock.node(fleet);
        try (var session = options.open(List.of(node));
                var nodes = new OpenNodes(session.access())) {
            return use.of(
                    LockPlace.of(fleet).over(nodes.connect(node), HeldLock.TIME_TO_LIVE),
                    node.name().value());
        }
    }
}
