package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.Remote;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Access for a command that comes back to its nodes: connections stay until the end, and lost ones are made anew. */
public final class OpenNodes implements NodeAccess {
    private final NodeAccess access;
    private final ConcurrentMap<NodeName, Seat> seats = new ConcurrentHashMap<>();

    /** @param access is closed with this */
    public OpenNodes(NodeAccess access) {
        this.access = access;
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        return new Borrowed(seats.computeIfAbsent(node.name(), _ -> new Seat()).open(node));
    }

    @Override
    public void close() {
        seats.values().forEach(Seat::close);
        access.close();
    }

    /** The connection to one node. */
    private final class Seat {
        private final ReentrantLock turn = new ReentrantLock();
        private @Nullable Remote remote; // guarded by turn

        Remote open(Node node) throws InterruptedException {
            turn.lockInterruptibly();
            try {
                var known = remote;
                if (known != null && known.isOpen()) {
                    return known;
                }
                if (known != null) {
                    known.close();
                }
                remote = null;
                var fresh = access.connect(node);
                remote = fresh;
                return fresh;
            } finally {
                turn.unlock();
            }
        }

        void close() {
            turn.lock();
            try {
                if (remote != null) {
                    remote.close();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** A connection that its user cannot close. */
    private static final class Borrowed extends ForwardingRemote {
        Borrowed(Remote remote) {
            super(remote);
        }

        @Override
        public void close() {
            // It is the owner's.
        }
    }
}
