package dev.volta.core.lock;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Node;
import dev.volta.core.remote.Remote;
import java.time.Duration;

/**
 * Where the lock of a fleet is. It can be taken by this also when the fleet has another name by now, or other folders.
 *
 * @param node that has it
 * @param name of the lock there
 */
public record LockPlace(Node node, String name) {
    public static LockPlace of(Configuration fleet) {
        return new LockPlace(FleetLock.node(fleet), FleetLock.name(fleet));
    }

    /**
     * The lock that is there.
     *
     * @param remote leads to the node
     */
    public FleetLock over(Remote remote, Duration timeToLive) {
        return FleetLock.named(name, remote, timeToLive);
    }
}
