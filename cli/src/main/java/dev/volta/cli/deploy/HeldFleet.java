package dev.volta.cli.deploy;

import dev.volta.core.deploy.FleetServices;
import dev.volta.core.lock.LockHeldException;
import dev.volta.core.remote.RemoteException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lock of a fleet for an experiment, which needs it at its start and at its end only. */
public final class HeldFleet implements FleetServices.Turn, AutoCloseable {
    private static final Duration AT_THE_END = Duration.ofMinutes(2);

    private final DeployedFleet fleet;
    private final List<String> commandLine;
    private final PrintWriter err;
    private @Nullable CommandLock lock;

    private HeldFleet(DeployedFleet fleet, List<String> commandLine, PrintWriter err) {
        this.fleet = fleet;
        this.commandLine = List.copyOf(commandLine);
        this.err = err;
    }

    /** Has the lock, unless {@code dry}. */
    public static HeldFleet take(
            DeployedFleet fleet, List<String> commandLine, boolean dry, Duration patience, PrintWriter err)
            throws InterruptedException {
        var held = new HeldFleet(fleet, commandLine, err);
        if (!dry) {
            held.lock = CommandLock.take(fleet, held.commandLine, patience, err);
        }
        return held;
    }

    @Override
    public void again() throws InterruptedException {
        try {
            lock = CommandLock.take(fleet, commandLine, AT_THE_END, err);
        } catch (LockHeldException e) {
            throw new RemoteException(fleet.lockNode().name(), Objects.requireNonNullElse(e.getMessage(), "locked"));
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
