package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A running SSH server for the user of this process, on loopback. */
interface Server extends AutoCloseable {
    int port();

    List<HostKey> hostKeys();

    /** The private key that is let in. */
    Path clientKey();

    /** Ends all connections at once, as a cut cable would, and goes on listening. */
    void dropConnections();

    @Override
    void close() throws IOException;
}
