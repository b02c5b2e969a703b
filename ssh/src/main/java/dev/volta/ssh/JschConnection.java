package dev.volta.ssh;

import dev.volta.core.remote.Remote;

/**
 * One node over JSch: the point-to-point path. It costs less CPU than the fleet for a single host, agrees on
 * post-quantum keys (mlkem768x25519) and opens Unix sockets on the node. One thread reads a connection, so a command
 * whose output nobody takes holds up everything else on the same connection; and JSch cannot have the node listen on a
 * Unix socket. For either, use {@link MinaFleet}.
 */
public final class JschConnection {
    private JschConnection() {}

    /** Connects and logs in; {@link SshException} tells how far it came. */
    public static Remote open(SshTarget target, SshSettings settings) throws InterruptedException {
        var dial = new JschConnector(settings);
        return new SshRemote(target, StartGate.of(settings).pass(() -> dial.connect(target)));
    }
}
