package dev.volta.core.link;

import dev.volta.core.remote.Tunnel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tunnel that is wanted until this is closed: one that is lost is opened again, and again. Whoever uses its socket sees
 * his connection end, and connects anew.
 */
public final class SteadyTunnel implements Tunnel {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Opening opening;
    private final Thread watcher;
    private final AtomicLong cutNanos = new AtomicLong();
    private volatile Tunnel tunnel;

    /** Makes the tunnel, over a connection that is made anew when it is lost. */
    @FunctionalInterface
    public interface Opening {
        Tunnel open() throws InterruptedException;
    }

    /** Opens it; throws {@code RemoteException} if that is impossible already now. */
    public SteadyTunnel(String name, Opening opening) throws InterruptedException {
        this.opening = opening;
        this.tunnel = opening.open();
        this.watcher = Thread.ofVirtual().name("link-" + name).start(this::watch);
    }

    /** How long it was not there, in all. */
    public Duration cut() {
        return Duration.ofNanos(cutNanos.get());
    }

    @Override
    public boolean isOpen() {
        return tunnel.isOpen();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                if (!isThere()) {
                    reopen();
                }
            }
        } catch (InterruptedException _) {
            // It is being closed.
        }
    }

    /** One that cannot be asked is opened again, as one that is lost. */
    private boolean isThere() {
        try {
            return tunnel.isOpen();
        } catch (RuntimeException | Error _) {
            return false;
        }
    }

    /** Whatever stands against it, it is tried again: a node that is away, a keeper that is, a disk that is full here. */
    private void reopen() throws InterruptedException {
        var since = System.nanoTime();
        var before = cutNanos.get();
        while (true) {
            try {
                closeLost();
                tunnel = opening.open();
                cutNanos.set(before + System.nanoTime() - since);
                return;
            } catch (RuntimeException | Error _) {
                cutNanos.set(before + System.nanoTime() - since);
                Thread.sleep(PAUSE);
            }
        }
    }

    /** What it leads through is gone, so that closing it may fail; that must not keep it from being opened anew. */
    private void closeLost() {
        try {
            tunnel.close();
        } catch (RuntimeException _) {
            // If its socket is still there, opening it anew says so.
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        tunnel.close();
    }
}
