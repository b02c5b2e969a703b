package dev.volta.core.lock;

import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.Quantities;
import dev.volta.core.wire.RawText;
import dev.volta.core.wire.RegularFile;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells what a command is about to others of the same folder that ask no node: the machines of a folder are booted and ended
 * from there alone. The kernel takes the mark away when the command dies.
 */
final class BusyFolder implements AutoCloseable {
    private static final int LONGEST = 500;

    /** How long it is waited without a word. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final KernelLock lock;

    private BusyFolder(KernelLock lock) {
        this.lock = lock;
    }

    /** What a command is about. */
    enum Work {
        /** It has the fleet's lock. */
        FLEET("command"),
        /** It boots or ends machines. */
        MACHINES("machines");

        private final String file;

        Work(String file) {
            this.file = file;
        }

        private Path lock(Path state) {
            return state.resolve(file + ".lock");
        }

        private Path who(Path state) {
            return state.resolve(file);
        }

        /** What stands in the place of a name that cannot be read. */
        private String unnamed() {
            return switch (this) {
                case FLEET -> "another command";
                case MACHINES -> "booted or ended by another command";
            };
        }

        private String waiting(String holder) {
            return switch (this) {
                case FLEET -> "the fleet is locked by " + holder + ", a command of this folder; waiting for it";
                case MACHINES -> "virtual machines of this folder are being " + holder + "; waiting for that";
            };
        }

        private LockHeldException refusal(String holder) {
            return switch (this) {
                case FLEET -> LockHeldException.here(holder);
                case MACHINES -> LockHeldException.ofMachines(holder);
            };
        }
    }

    /** Marks the folder, unless it is marked; empty also where that is impossible, since the lock itself is on a node. */
    static Optional<BusyFolder> mark(Path state, Work work, String who) {
        try {
            StateFolder.make(state);
            var lock = KernelLock.tryTake(work.lock(state));
            if (lock.isPresent()) {
                name(work.who(state), who);
            }
            return lock.map(BusyFolder::new);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The mark holds also where there is no room to say whose it is. */
    private static void name(Path file, String who) {
        try {
            AtomicFile.write(file, who.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            try {
                Files.deleteIfExists(file); // it names somebody else
            } catch (IOException _) {
                // It is only shown.
            }
        }
    }

    /**
     * Marks the folder, and waits for whoever else has marked it; empty where that is impossible.
     *
     * @param patience how long, by what the other command has said of itself
     * @param err told what is waited for, if that takes more than a moment
     * @throws LockHeldException if somebody still has when that is over
     */
    static Optional<BusyFolder> take(
            Path state, Work work, String who, Function<String, Duration> patience, PrintWriter err)
            throws InterruptedException {
        Optional<KernelLock> lock;
        try {
            StateFolder.make(state);
            lock = KernelLock.tryTake(work.lock(state), new Waiting(state, work, patience, err));
        } catch (IOException _) {
            return Optional.empty();
        }
        if (lock.isEmpty()) {
            throw work.refusal(who(state, work));
        }
        name(work.who(state), who);
        return lock.map(BusyFolder::new);
    }

    /** Tells once who is waited for: another one may have the lock by then, and nobody can say for how long. */
    private static final class Waiting implements KernelLock.Patience {
        private final Path state;
        private final Work work;
        private final Function<String, Duration> patience;
        private final PrintWriter err;
        private String told = "";

        Waiting(Path state, Work work, Function<String, Duration> patience, PrintWriter err) {
            this.state = state;
            this.work = work;
            this.patience = patience;
            this.err = err;
        }

        @Override
        public boolean lasts(Duration waited) {
            var holder = who(state, work);
            var limit = patience.apply(holder);
            if (waited.compareTo(limit) >= 0) {
                return false;
            }
            if (waited.compareTo(QUIET) >= 0 && !told.equals(holder)) {
                told = holder;
                err.println("volta: " + work.waiting(holder) + ", for " + Quantities.duration(limit.minus(waited))
                        + " at most");
            }
            return true;
        }
    }

    /**
     * Sees that no command of this folder has the fleet's lock.
     *
     * @throws LockHeldException if one has
     */
    static void require(Path state) {
        if (isMarked(state, Work.FLEET)) {
            throw Work.FLEET.refusal(who(state, Work.FLEET));
        }
    }

    private static boolean isMarked(Path state, Work work) {
        try {
            return KernelLock.isHeld(work.lock(state));
        } catch (IOException _) {
            return false; // nobody could have marked it
        }
    }

    private static String who(Path state, Work work) {
        try {
            var text = RawText.printableLine(RawText.decode(RegularFile.readAllBytes(work.who(state))));
            return text.substring(0, Math.min(LONGEST, text.length()));
        } catch (IOException _) {
            return work.unnamed();
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
