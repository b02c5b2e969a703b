package dev.volta.cli.route;

import dev.volta.core.remote.Remote;
import dev.volta.ssh.OpenSshFleet;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The system's ssh, set up when the first node asks for it. */
public final class SystemSsh implements AutoCloseable {
    private final SshSettings settings;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable OpenSshFleet fleet; // guarded by turn

    public SystemSsh(SshSettings settings) {
        this.settings = settings;
    }

    public Remote connect(SshTarget target) throws InterruptedException {
        return fleet().connect(target);
    }

    public OpenSshFleet fleet() {
        turn.lock();
        try {
            if (fleet == null) {
                fleet = OpenSshFleet.start(settings);
            }
            return fleet;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (fleet != null) {
                fleet.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
