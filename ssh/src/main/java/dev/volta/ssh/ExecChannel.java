package dev.volta.ssh;

import dev.volta.core.remote.ExitStatus;
import dev.volta.core.stream.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** The channel of a program as byte streams. */
interface ExecChannel extends Duplex {
    /** What the program writes to its standard error. */
    InputStream errors();

    /** How the program ended; empty if the channel went away without telling, as with a lost connection. */
    Optional<ExitStatus> ending(Duration limit) throws InterruptedException;

    /** How many bytes have arrived over both streams, read or not. */
    long arrived();

    /**
     * Asks the server something that every server answers, in the order in which it sends everything else. Waits for nothing;
     * there may be no answer if the channel or the connection ends.
     */
    void ask() throws IOException;

    /** How many such questions were answered; what had been sent before is counted by {@link #arrived()} then. */
    int answers();

    /** Asks the node to send the program the signal {@code name} (without SIG); a server may ignore it. */
    void signal(String name) throws IOException;
}
