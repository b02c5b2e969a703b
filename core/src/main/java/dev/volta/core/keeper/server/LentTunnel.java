package dev.volta.core.keeper.server;

import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Tunnel;
import java.util.concurrent.atomic.AtomicBoolean;

/** A tunnel over a connection of the pool, which stays open for it. */
final class LentTunnel implements Tunnel {
    private final SessionPool pool;
    private final KeptSession session;
    private final Tunnel tunnel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LentTunnel(SessionPool pool, KeptSession session, Tunnel tunnel) {
        this.pool = pool;
        this.session = session;
        this.tunnel = tunnel;
    }

    static LentTunnel open(SessionPool pool, KeptSession session, TunnelSpec way) throws InterruptedException {
        var tunnel = way.open(session.remote());
        pool.countTunnel(session, 1);
        return new LentTunnel(pool, session, tunnel);
    }

    @Override
    public boolean isOpen() {
        return tunnel.isOpen();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            tunnel.close();
        } finally {
            pool.countTunnel(session, -1);
        }
    }
}
