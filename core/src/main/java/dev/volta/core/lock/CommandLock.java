package dev.volta.core.lock;

import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a fleet while a command has it. A command that has lost it is interrupted and begins no further step, since
 * somebody else may be at work by then.
 */
public final class CommandLock implements Hold, AutoCloseable {
    /** The tokens of the locks that this process has taken. */
    private static final Set<String> TOKENS = ConcurrentHashMap.newKeySet();

    /** Absent where only the folder is kept from others, and when it was given back. */
    private volatile @Nullable HeldLock lock;

    /** How it had been lost when it was given back. */
    private volatile Optional<String> lostBefore = Optional.empty();

    private final Optional<BusyFolder> mark;
    private final Interruption interruption;
    private final PrintWriter err;

    private CommandLock(
            @Nullable HeldLock lock, Optional<BusyFolder> mark, Interruption interruption, PrintWriter err) {
        this.lock = lock;
        this.mark = mark;
        this.interruption = interruption;
        this.err = err;
    }

    /**
     * Who takes the lock, and where.
     *
     * @param state the folder that outlasts commands
     * @param nodes leads to the node that has the lock
     * @param run the id of the command
     * @param commandLine what it was called with, for others to see
     */
    public record Taker(
            LockPlace place, Path state, NodeAccess nodes, String run, List<String> commandLine, PrintWriter err) {
        private FleetLock lock() throws InterruptedException {
            return place.over(nodes.connect(place.node()), HeldLock.TIME_TO_LIVE);
        }
    }

    /** Interrupts the command that has lost the lock, once, unless it has ended. */
    private static final class Interruption {
        private final Thread command = Thread.currentThread();
        private final PrintWriter err;
        private final AtomicBoolean told = new AtomicBoolean();
        private boolean over; // guarded by this

        Interruption(PrintWriter err) {
            this.err = err;
        }

        synchronized void lost(String how) {
            if (!over) {
                tell(how);
                command.interrupt();
            }
        }

        void tell(String how) {
            if (told.compareAndSet(false, true)) {
                err.println("volta: " + new LockLostException(how).getMessage() + "; no further step begins");
            }
        }

        synchronized void over() {
            over = true;
        }
    }

    /**
     * Takes the lock.
     *
     * @param patience how long to wait for whoever has it
     */
    public static CommandLock take(Taker taker, Duration patience) throws InterruptedException {
        var claim = claim(taker.run(), taker.commandLine());
        var interruption = new Interruption(taker.err());
        var held = HeldLock.take(taker::lock, claim, patience, interruption::lost);
        TOKENS.add(claim.token());
        var mark = BusyFolder.mark(taker.state(), BusyFolder.Work.FLEET, who(taker.commandLine()));
        return new CommandLock(held, mark, interruption, taker.err());
    }

    /** As {@link #take}; nothing if this command has the lock already, which it came to by another way. */
    public static Optional<CommandLock> takeUnlessOwn(Taker taker, Duration patience) throws InterruptedException {
        try {
            return Optional.of(take(taker, Duration.ZERO));
        } catch (LockHeldException e) {
            if (isOwn(e)) {
                return Optional.empty();
            }
            if (patience.isZero()) {
                throw e;
            }
            return Optional.of(take(taker, patience));
        }
    }

    /**
     * Keeps other commands of the same folder from the fleet without asking a node, where none can be asked.
     *
     * @param state the folder that outlasts commands
     * @param patience how long to wait for whoever has the lock
     */
    public static CommandLock ofFolder(Path state, List<String> commandLine, Duration patience, PrintWriter err)
            throws InterruptedException {
        var mark = BusyFolder.take(state, BusyFolder.Work.FLEET, who(commandLine), _ -> patience, err);
        return new CommandLock(null, mark, new Interruption(err), err);
    }

    /** What this process writes to the node of the lock. */
    public static Claim claim(String run, List<String> commandLine) {
        return new Claim(
                run + Long.toHexString(ThreadLocalRandom.current().nextLong()),
                ProcessUser.name(),
                hostName(),
                ProcessHandle.current().pid(),
                quoted(commandLine));
    }

    /** This process, as others are told of it. */
    static String who(List<String> commandLine) {
        return "%s (process %d, '%s')"
                .formatted(ProcessUser.name(), ProcessHandle.current().pid(), quoted(commandLine));
    }

    private static String quoted(List<String> commandLine) {
        var argv = new ArrayList<>(List.of("volta"));
        argv.addAll(commandLine);
        return Command.of(argv).quoted();
    }

    /**
     * Sees that no command of the same folder has the fleet's lock, without asking a node.
     *
     * @param state the folder that outlasts commands
     */
    public static void requireIdle(Path state) {
        BusyFolder.require(state);
    }

    /** A claim that somebody else has written is not ours, whatever it says: a token is no secret. */
    private static boolean isOwn(LockHeldException held) {
        return held.owner()
                .filter(owner -> owner.login().isEmpty() && TOKENS.contains(owner.token()))
                .isPresent();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /** What is done while the command has the lock. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Does {@code work}. If it fails the lock is given back at once: whoever took it away may be why it failed, and until its
     * next renewal this command has not heard of that.
     *
     * @throws LockLostException if it did not come to its end because the lock was lost
     */
    public <T> T protect(Work<T> work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (IOException
                | InterruptedException
                | RuntimeException e) { // an interrupted channel throws an IOException
            giveBack();
            if (lost().isPresent()) {
                notice();
                var failure = new LockLostException(lost().get());
                failure.addSuppressed(e);
                throw failure;
            }
            throw e;
        }
    }

    /**
     * Does {@code work}, which gives an exit code, and gives the lock back; however it ends, the code tells if the lock was
     * lost meanwhile.
     */
    public int guard(Work<Integer> work) throws IOException, InterruptedException {
        var code = protect(work);
        giveBack();
        if (lost().isEmpty()) {
            return code;
        }
        notice();
        return ExitCode.LOCK_LOST.code();
    }

    /** The command knows that it has lost the lock, and need not be interrupted any more. */
    private void notice() {
        interruption.over();
        Thread.interrupted();
        lost().ifPresent(interruption::tell);
    }

    @Override
    public Optional<String> lost() {
        var held = lock;
        return held == null ? lostBefore : held.lost();
    }

    @Override
    public Optional<String> prove() throws InterruptedException {
        var held = lock;
        var how = held == null ? lostBefore : held.prove();
        if (how.isPresent()) {
            notice();
        }
        return how;
    }

    /**
     * Sees before a step on {@code node} that the lock is still ours.
     *
     * @throws RemoteException if it is not
     */
    public void require(NodeName node) {
        lost().ifPresent(how -> {
            throw new RemoteException(node, "was left as it is, because the lock of the fleet was lost");
        });
    }

    @Override
    public void close() {
        interruption.over();
        mark.ifPresent(BusyFolder::close);
        giveBack();
    }

    /**
     * Gives the lock back before its node is ended; other commands of this folder are kept away until this is closed.
     *
     * @return how it had been lost before, if it had
     */
    public Optional<String> giveBackEarly() {
        giveBack();
        if (lost().isPresent()) {
            notice();
        }
        return lost();
    }

    private void giveBack() {
        var held = lock;
        if (held == null) {
            return;
        }
        var known = held.lost(); // the time that a release which fails takes is no loss
        try {
            held.close();
            known = held.lost();
        } catch (RuntimeException e) { // whatever it is, the command has done its work
            err.println("volta: the lock of the fleet could not be given back (" + e.getMessage()
                    + "); it expires after " + HeldLock.TIME_TO_LIVE.toMinutes() + " min");
        }
        lostBefore = known;
        lock = null;
    }
}
