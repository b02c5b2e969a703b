package dev.volta.cli.route;

import dev.volta.ssh.MinaFleet;
import dev.volta.ssh.OpenSshFleet;
import dev.volta.ssh.SshSettings;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What connects to many nodes, each set up when the first node asks for it: MINA's client, which shares threads and jump
 * hosts, and the system's ssh.
 */
public final class SshClients implements AutoCloseable {
    private final OnDemand<MinaFleet> mina;
    private final OnDemand<OpenSshFleet> system;

    public SshClients(SshSettings settings) {
        this.mina = new OnDemand<>(() -> MinaFleet.start(settings), MinaFleet::close);
        this.system = new OnDemand<>(() -> OpenSshFleet.start(settings), OpenSshFleet::close);
    }

    public MinaFleet mina() {
        return mina.get();
    }

    public OpenSshFleet system() {
        return system.get();
    }

    @Override
    public void close() {
        try {
            mina.close();
        } finally {
            system.close();
        }
    }

    private static final class OnDemand<T> {
        private final Supplier<T> start;
        private final Consumer<T> end;
        private final ReentrantLock turn = new ReentrantLock();
        private @Nullable T started; // guarded by turn

        OnDemand(Supplier<T> start, Consumer<T> end) {
            this.start = start;
            this.end = end;
        }

        T get() {
            turn.lock();
            try {
                var there = started;
                if (there == null) {
                    there = start.get();
                    started = there;
                }
                return there;
            } finally {
                turn.unlock();
            }
        }

        void close() {
            turn.lock();
            try {
                if (started != null) {
                    end.accept(started);
                }
            } finally {
                turn.unlock();
            }
        }
    }
}
