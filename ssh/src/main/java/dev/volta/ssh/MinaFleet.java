package dev.volta.ssh;

import dev.volta.core.remote.Remote;
import dev.volta.ssh.hostkeys.HostKey;
import java.util.List;

/**
 * Many nodes over one Apache MINA SSHD client: a few threads serve all connections, and jump hosts are connected to
 * once. The number of connections that start at once is bounded apart from how many there are.
 *
 * <p>MINA 2 signs with ed25519 through {@code net.i2p.crypto:eddsa} 0.3.0. That library accepts signatures in a second
 * form (CVE-2020-36843); MINA from 2.17 on checks for it before it asks the library.
 */
public final class MinaFleet implements AutoCloseable {
    private final StartGate gate;
    private final MinaConnector dial;

    private MinaFleet(StartGate gate, MinaConnector dial) {
        this.gate = gate;
        this.dial = dial;
    }

    public static MinaFleet start(SshSettings settings) {
        return new MinaFleet(StartGate.of(settings), MinaConnector.start(settings));
    }

    /** Connects and logs in; {@link SshException} tells how far it came. */
    public Remote connect(SshTarget target) throws InterruptedException {
        // A jump host is connected to before this start takes its place, so that places never wait for each other.
        for (var behind = 1; behind <= target.jumps().size(); behind++) {
            var route = target.jumps().subList(0, behind);
            dial.jump(route, gate);
        }
        return new SshRemote(target, gate.pass(() -> dial.connect(target)));
    }

    /**
     * The keys that the server at {@code target} presents, one of each kind it has, without logging in. They are what
     * anyone in between could present: they are to be compared before they are trusted.
     */
    public List<HostKey> scanHostKeys(SshTarget target) throws InterruptedException {
        for (var behind = 1; behind <= target.jumps().size(); behind++) {
            dial.jump(target.jumps().subList(0, behind), gate);
        }
        return new MinaScan(dial, gate).run(target);
    }

    /** Closes all connections. */
    @Override
    public void close() {
        dial.close();
    }
}
