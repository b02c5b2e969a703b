package dev.volta.cli.lock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets one command of a folder at a time boot or end its machines. Who has the fleet's lock does not have this one: a machine
 * that ended is booted in the middle of a run, which goes on.
 */
public final class MachinesLock implements AutoCloseable {
    private final Optional<BusyFolder> mark;

    private MachinesLock(Optional<BusyFolder> mark) {
        this.mark = mark;
    }

    /**
     * Waits for it, and has it until it is closed.
     *
     * @param state the folder that outlasts commands
     * @param patience how long to wait for whoever has it
     * @throws dev.volta.core.lock.LockHeldException if another command still has it then
     */
    public static MachinesLock take(Path state, List<String> commandLine, Duration patience)
            throws InterruptedException {
        return new MachinesLock(
                BusyFolder.take(state, BusyFolder.Work.MACHINES, CommandLock.who(commandLine), patience));
    }

    @Override
    public void close() {
        mark.ifPresent(BusyFolder::close);
    }
}
