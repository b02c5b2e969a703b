package dev.volta.ssh;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Unix socket on a node whose connections lead to a Unix socket here. sshd makes it with mode 0600 ({@code
 * StreamLocalBindMask}) and refuses a path that exists ({@code StreamLocalBindUnlink no}), so one that nobody listens on
 * any more is removed first.
 */
final class NodeListener implements Tunnel {
    private final Remote remote;
    private final SshConnection wire;
    private final String there;
    private final SshConnection.Listening listening;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NodeListener(Remote remote, SshConnection wire, String there, SshConnection.Listening listening) {
        this.remote = remote;
        this.wire = wire;
        this.there = there;
        this.listening = listening;
    }

    static Tunnel open(Remote remote, SshTarget target, SshConnection wire, String there, Path here)
            throws InterruptedException {
        try {
            wire.requireListening(target);
            NodeScript.clearSocket(remote, there);
            return new NodeListener(remote, wire, there, wire.listen(there, here));
        } catch (IOException e) {
            throw new SshException(
                    target,
                    Phase.CHANNEL,
                    "the node does not listen on " + there + ": " + e.getMessage()
                            + "; another process may listen there, or its sshd_config forbids it"
                            + " (AllowStreamLocalForwarding)",
                    e);
        }
    }

    @Override
    public boolean isOpen() {
        return !closed.get() && wire.isOpen();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true) || !wire.isOpen()) {
            return;
        }
        try {
            listening.stop();
            NodeScript.remove(remote, there);
        } catch (IOException e) {
            throw new RemoteException(remote.node(), "cannot stop listening on " + there + ": " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
