package dev.volta.core.keeper.server;

import dev.volta.core.config.Node;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.remote.Remote;
import java.time.Instant;

/** An open connection that the pool holds. Its pool guards what changes in it. */
final class KeptSession {
    /** Everything that two uses must agree in to share a connection. */
    record Key(String plan, String details, Node node) {}

    private final Key key;
    private final Remote remote;
    private final Instant since;
    Instant lastUse;
    boolean inUse = true;
    int tunnels;

    KeptSession(Key key, Remote remote, Instant since) {
        this.key = key;
        this.remote = remote;
        this.since = since;
        this.lastUse = since;
    }

    Key key() {
        return key;
    }

    Remote remote() {
        return remote;
    }

    KeeperStatus.Session status() {
        return new KeeperStatus.Session(
                key.node().name().value(), key.node().reach().toString(), since, lastUse, inUse);
    }
}
