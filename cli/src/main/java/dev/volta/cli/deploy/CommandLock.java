package dev.volta.cli.deploy;

import dev.volta.core.lock.Claim;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.Undisturbed;
import dev.volta.core.wire.ProcessUser;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The lock of a fleet while a command has it. It is renewed in the background; a command that has lost it is interrupted,
 * since somebody else is at work by then.
 */
final class CommandLock implements AutoCloseable {
    static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

    private static final Duration RENEWAL = TIME_TO_LIVE.dividedBy(4);

    private final DeployedFleet fleet;
    private final Claim claim;
    private final PrintWriter err;
    private final Thread command = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);

    private CommandLock(DeployedFleet fleet, Claim claim, PrintWriter err) {
        this.fleet = fleet;
        this.claim = claim;
        this.err = err;
    }

    /** @param commandLine what the command was called with, for others to see */
    static CommandLock take(DeployedFleet fleet, List<String> commandLine, Duration patience, PrintWriter err)
            throws InterruptedException {
        var argv = new ArrayList<>(List.of("volta"));
        argv.addAll(commandLine);
        var claim = new Claim(
                fleet.session().run(),
                ProcessUser.name(),
                hostName(),
                ProcessHandle.current().pid(),
                Command.of(argv).quoted());
        fleet.lock().take(claim, patience);
        var taken = new CommandLock(fleet, claim, err);
        Thread.ofVirtual().name("lock").start(taken::keep);
        return taken;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private void keep() {
        try {
            while (!closed.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!isRenewed() && closed.getCount() > 0) {
                    err.println("volta: the lock of the fleet was taken away from this command, which ends here");
                    command.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private boolean isRenewed() throws InterruptedException {
        try {
            return fleet.lock().renew(claim.token());
        } catch (RemoteException _) {
            return true; // out of reach for now; as long as nobody takes it over, it is ours
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Undisturbed.run("unlock", () -> fleet.lock().release(claim.token()));
        } catch (RemoteException e) {
            err.println("volta: the lock of the fleet could not be given back (" + e.getMessage()
                    + "); it expires after " + TIME_TO_LIVE.toMinutes() + " min");
        }
    }
}
