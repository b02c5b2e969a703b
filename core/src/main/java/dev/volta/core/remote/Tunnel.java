package dev.volta.core.remote;

/** A Unix socket on one side that leads to a Unix socket on the other. Closing it removes the listening socket. */
public interface Tunnel extends AutoCloseable {
    /** False once the transport below has gone; a tunnel does not come back, a new one is opened. */
    boolean isOpen();

    @Override
    void close();
}
