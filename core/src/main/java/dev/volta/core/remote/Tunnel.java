package dev.volta.core.remote;

/** A Unix socket or port on one side that leads to one on the other. Closing it removes the listening socket. */
public interface Tunnel extends AutoCloseable {
    /** False once the transport below has gone; a tunnel does not come back, a new one is opened. */
    boolean isOpen();

    @Override
    void close();
}
