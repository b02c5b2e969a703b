package dev.volta.core.lock;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets one command of a folder at a time boot or end its machines. Who has the fleet's lock does not have this one: a machine
 * that ended is booted in the middle of a run, which goes on.
 */
public final class MachinesLock implements AutoCloseable {
    private static final String BOOTED = "booted by ";
    private static final String ENDED = "ended by ";

    /** How long a command that boots waits for another one that does: then its machines run already. */
    private static final Duration BOOT = Duration.ofMinutes(10);

    /** Until whoever has it has said what it does. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Optional<BusyFolder> mark;

    private MachinesLock(Optional<BusyFolder> mark) {
        this.mark = mark;
    }

    /**
     * For a command that boots machines. It waits for another one that boots some.
     *
     * @param state the folder that outlasts commands
     * @param patience how long to wait for one that ends some
     * @param err told what is waited for
     * @throws dev.volta.core.lock.LockHeldException if another command still has it then
     */
    public static MachinesLock toBoot(Path state, List<String> commandLine, Duration patience, PrintWriter err)
            throws InterruptedException {
        return new MachinesLock(BusyFolder.take(
                state,
                BusyFolder.Work.MACHINES,
                BOOTED + CommandLock.who(commandLine),
                holder -> longer(patience, holder.startsWith(BOOTED) ? BOOT : MOMENT),
                err));
    }

    /**
     * For a command that ends machines.
     *
     * @param state the folder that outlasts commands
     * @param patience how long to wait for whoever has it
     * @param err told what is waited for
     * @throws dev.volta.core.lock.LockHeldException if another command still has it then
     */
    public static MachinesLock toEnd(Path state, List<String> commandLine, Duration patience, PrintWriter err)
            throws InterruptedException {
        return new MachinesLock(BusyFolder.take(
                state, BusyFolder.Work.MACHINES, ENDED + CommandLock.who(commandLine), _ -> patience, err));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    @Override
    public void close() {
        mark.ifPresent(BusyFolder::close);
    }
}
