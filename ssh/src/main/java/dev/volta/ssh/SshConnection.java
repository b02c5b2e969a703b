package dev.volta.ssh;

import dev.volta.core.stream.Duplex;
import java.io.IOException;
import java.nio.file.Path;

/** One authenticated connection: the seam between the two SSH libraries and everything that is done over it. */
interface SshConnection extends AutoCloseable {
    /** Starts {@code line} in the login shell of the user. */
    ExecChannel exec(String line) throws IOException, InterruptedException;

    Duplex subsystem(String name) throws IOException, InterruptedException;

    /** Connects to the Unix socket {@code path} on the node ({@code direct-streamlocal@openssh.com}). */
    Duplex socket(String path) throws IOException, InterruptedException;

    /** Connects to {@code port} of 127.0.0.1 on the node ({@code direct-tcpip}, RFC 4254 section 7.2). */
    Duplex port(int port) throws IOException, InterruptedException;

    /** Throws {@link TunnelUnsupported} if this library cannot carry {@link #listen}. */
    void requireListening(SshTarget target);

    /** Has the node listen on the Unix socket {@code there} and leads what connects to {@code here}. */
    Listening listen(String there, Path here) throws IOException, InterruptedException;

    /** Whether the server is dropbear, which does less than OpenSSH's. */
    boolean isDropbear();

    boolean isOpen();

    @Override
    void close();

    /** A socket that the node listens on for this connection. */
    interface Listening {
        void stop() throws IOException;
    }
}
