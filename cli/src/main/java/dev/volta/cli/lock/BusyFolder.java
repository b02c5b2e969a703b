package dev.volta.cli.lock;

import dev.volta.core.lock.LockHeldException;
import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells who has the fleet's lock to commands of the same folder that ask no node: the machines of a folder are ended from
 * there alone. The kernel takes the mark away when the command dies.
 */
final class BusyFolder implements AutoCloseable {
    private static final String LOCK = "command.lock";
    private static final String WHO = "command";
    private static final int LONGEST = 500;

    private final KernelLock lock;

    private BusyFolder(KernelLock lock) {
        this.lock = lock;
    }

    /** Marks the folder; empty where that is impossible, since the lock itself is on a node. */
    static Optional<BusyFolder> mark(Path state, String who) {
        try {
            Files.createDirectories(state);
            var lock = KernelLock.tryTake(state.resolve(LOCK));
            if (lock.isPresent()) {
                Files.writeString(state.resolve(WHO), who);
            }
            return lock.map(BusyFolder::new);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /**
     * Sees that no command of this folder has the fleet's lock.
     *
     * @throws LockHeldException if one has
     */
    static void require(Path state) {
        try {
            if (KernelLock.isHeld(state.resolve(LOCK))) {
                throw LockHeldException.here(who(state));
            }
        } catch (IOException _) {
            // Nobody could have marked it.
        }
    }

    private static String who(Path state) {
        try {
            var text = Files.readString(state.resolve(WHO)).replaceAll("\\p{Cntrl}", "?");
            return text.substring(0, Math.min(LONGEST, text.length()));
        } catch (IOException _) {
            return "another command";
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException _) {
            // It ends with the process.
        }
    }
}
