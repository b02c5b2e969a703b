package dev.volta.core.vm.link;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A socket on which a guest listens for us. */
final class GuestListening implements Tunnel {
    private final NodeName node;
    private final String there;
    private final LinkSession session;
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    GuestListening(NodeName node, String there, LinkSession session, int number) {
        this.node = node;
        this.there = there;
        this.session = session;
        this.number = number;
    }

    @Override
    public boolean isOpen() {
        return !closed.get() && session.isOpen();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true) || !session.isOpen()) {
            return;
        }
        try {
            session.unlisten(number);
        } catch (IOException e) {
            throw new RemoteException(node, "cannot stop listening on " + there + ": " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
