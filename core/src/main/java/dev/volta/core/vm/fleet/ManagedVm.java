package dev.volta.core.vm.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.vm.FoundVm;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmLiveness;
import dev.volta.core.vm.VmRunState;
import dev.volta.core.vm.link.GuestLink;
import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One name's machine: not yet there, booting, running, ended by itself, or running and not to be had. As long as this one
 * has it, it has its lock too.
 */
final class ManagedVm {
    /** For a QEMU that was asked by a signal, as it has not answered otherwise. */
    private static final Duration SIGNALLED = Duration.ofSeconds(3);

    private final VmRegistry book;
    private final NodeName name;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable HeldVm machine;
    private volatile @Nullable MissedVm missed;
    private volatile String careTrouble = "";

    ManagedVm(VmRegistry book, NodeName name) {
        this.book = book;
        this.name = name;
    }

    NodeName name() {
        return name;
    }

    /** Whether it has a machine, booting or ended ones among them. */
    boolean has() {
        return machine != null;
    }

    /** Whether there is one, had or not, that this process has to see to. */
    boolean isNeeded() {
        return has() || (isMissed() && !isHeldByAnother());
    }

    /** Whether it is known not to be had, and is there as it was then. */
    boolean isMissed() {
        var unseen = missed;
        return unseen != null && unseen.holds();
    }

    boolean isHeldByAnother() {
        var unseen = missed;
        return unseen != null && unseen.held();
    }

    /**
     * Takes over a machine that another process booted, if there is one. One that does not answer, or that another keeper
     * has, is told of from then on, and may be asked for again.
     *
     * @param limit for QEMU to answer
     */
    void adopt(VmLiveness liveness, Duration limit) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (machine == null) {
                look(liveness, limit);
            }
        } finally {
            turn.unlock();
        }
    }

    /** The same, unless somebody is about it already, or it is plain that it is to no avail. */
    void tryAgain(Duration limit) throws InterruptedException {
        var unseen = missed;
        if (unseen != null && !isInVain(unseen) && turn.tryLock()) {
            try {
                if (machine == null) {
                    look(VmLiveness.of(book.folders().of(name)), limit);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean isInVain(MissedVm unseen) {
        try {
            return (unseen.held() && KernelLock.isHeld(book.folders().lock(name)))
                    || unseen.found().filter(FoundVm::isStopped).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void look(VmLiveness liveness, Duration limit) throws InterruptedException {
        switch (new VmTakeover(book, name).run(liveness, limit)) {
            case VmTakeover.Gone() -> missed = null;
            case VmTakeover.Missed(var unseen) -> miss(unseen);
            case VmTakeover.Taken(var taken) -> {
                machine = taken;
                missed = null;
            }
        }
    }

    /** A reason that is told once is not told again. */
    private void miss(MissedVm now) {
        var before = missed;
        if (before == null || !before.reason().equals(now.reason())) {
            book.log(name + " cannot be taken over: " + now.reason());
        }
        missed = now;
    }

    VmStatus up(VmRequest order) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            releaseIfMoved(false);
            var there = machine;
            if (there == null && (missed != null || book.folders().started().contains(name))) {
                look(VmLiveness.of(book.folders().of(name)), VmRegistry.SHORTLY);
                there = machine;
            }
            var unseen = missed;
            if (there == null && unseen != null) {
                throw new VmException(
                        name + " runs already, but cannot be had: " + unseen.reason() + remedy(unseen.state()));
            }
            if (there != null && !there.hasEnded()) {
                return asOrdered(there, order);
            }
            end();
            return boot(order);
        } finally {
            turn.unlock();
        }
    }

    private String remedy(VmStatus.State state) {
        return state == VmStatus.State.silent ? "; it is tried again, or ended with volta vm down -l " + name : "";
    }

    private VmStatus asOrdered(HeldVm there, VmRequest order) throws InterruptedException {
        if (!there.order().description().serves(order.description())) {
            throw new VmException(
                    name + " runs already, but not as it is wanted now; end it first with volta vm down -l " + name);
        }
        if (there.vm().isPresent() && there.vm().get().state(VmRegistry.SHORTLY) instanceof VmRunState.Paused) {
            proceed(there.vm().get());
        }
        return VmStatuses.of(name, there);
    }

    private void proceed(RunningVm vm) throws InterruptedException {
        try {
            vm.proceed();
        } catch (IOException | VmException e) {
            throw new VmException(name + " stands still, and cannot go on: " + e.getMessage(), e);
        }
    }

    private VmStatus boot(VmRequest order) throws InterruptedException {
        var up = false;
        try {
            new VmBoot(book, order).run(stage -> machine = stage);
            up = true;
        } finally {
            if (!up) {
                end();
            }
        }
        return VmStatuses.of(name, Objects.requireNonNull(machine));
    }

    /**
     * Ends the machine, one that does not answer as well.
     *
     * @throws VmException if it runs where it cannot be ended from here
     */
    Optional<RunningVm.Ending> down() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            releaseIfMoved(false);
            if (machine == null) {
                var liveness = VmLiveness.of(book.folders().of(name));
                if (liveness instanceof VmLiveness.Alive(var found) && found.isOurs() && found.isStopped()) {
                    found.resume(); // it cannot end in order otherwise
                }
                look(liveness, VmRegistry.FIRST);
            }
            var unseen = missed;
            return machine == null && unseen != null ? endMissed(unseen) : end();
        } finally {
            turn.unlock();
        }
    }

    private Optional<RunningVm.Ending> endMissed(MissedVm unseen) throws InterruptedException {
        if (unseen.held()) {
            throw new VmException(unseen.reason() + "; end it with that, or end that keeper first");
        }
        if (unseen.state() != VmStatus.State.silent || unseen.found().isEmpty()) {
            throw new VmException("it cannot be ended from here: " + unseen.reason());
        }
        var found = unseen.found().get();
        found.end(SIGNALLED);
        missed = null;
        book.forget(name);
        return Optional.of(RunningVm.Ending.KILLED);
    }

    /** Empty if it had ended by itself, or never ran. What could not be ended stays this one's. */
    private Optional<RunningVm.Ending> end() throws InterruptedException {
        var there = machine;
        if (there == null) {
            return Optional.empty();
        }
        var ran = !there.hasEnded();
        try {
            var ending =
                    there.vm().isPresent() ? Optional.of(there.vm().get().stop()) : Optional.<RunningVm.Ending>empty();
            return ending.filter(_ -> ran);
        } finally {
            if (there.vm().filter(RunningVm::isAlive).isEmpty()) {
                machine = null;
                book.forget(name);
                there.lock().release();
            }
        }
    }

    /** Lets go of the machine, which goes on. */
    void release() {
        var there = machine;
        if (there != null) {
            there.release();
        }
    }

    /** Lets go of a machine whose folder was moved, or is about to be: whoever is in charge of that takes it over. */
    void releaseIfMoved(boolean fleetIsGone) {
        var there = machine;
        if (there == null || !turn.tryLock()) {
            return;
        }
        try {
            if (there.ready()
                    && !there.hasEnded()
                    && (fleetIsGone || there.vm().filter(RunningVm::wasMoved).isPresent())) {
                book.log(name + " was moved to another folder; its keeper there takes it over");
                release();
                machine = null;
            }
        } finally {
            turn.unlock();
        }
    }

    /** Lets a machine go on that stands still because there was no room, when there is some. */
    void proceedIfThereIsRoom() throws InterruptedException {
        var there = machine;
        if (there == null || there.hasEnded() || !there.ready() || there.vm().isEmpty()) {
            return;
        }
        var vm = there.vm().get();
        if (vm.standsStillForRoom() && vm.hasRoom(DiskDemand.LEFT_BYTES) && turn.tryLock()) {
            try {
                vm.proceed();
                book.log(name + " goes on: there is room on the disk again");
            } catch (IOException | VmException e) {
                book.log(name + " stands still, and cannot go on: " + e.getMessage());
            } finally {
                turn.unlock();
            }
        }
    }

    /** A reason that is told once is not told again. */
    private void careFailed(String reason) {
        if (!reason.equals(careTrouble)) {
            book.log(name + ": its logs cannot be cut, or its clock not be set: " + reason);
        }
        careTrouble = reason;
    }

    /** @param jumped whether this machine's clock did, so that the guest's is behind */
    void lookAfterLogsAndClock(boolean jumped) throws InterruptedException {
        var there = machine;
        if (there == null || there.hasEnded() || there.vm().isEmpty()) {
            return;
        }
        try {
            there.vm().get().cutLogs();
            if (jumped && there.ready()) {
                there.vm().get().setClock();
                book.log(name + " was told the time, as this machine's clock has jumped");
            }
        } catch (IOException | VmException e) {
            careFailed(String.valueOf(e.getMessage()));
        }
    }

    /** The link of the guest that is reached by SSH at {@code port}, if it got ready. */
    Optional<GuestLink> link(Port port) {
        return Optional.ofNullable(machine)
                .filter(there -> there.ready()
                        && !there.hasEnded()
                        && there.order().ssh().equals(port))
                .flatMap(HeldVm::vm)
                .map(RunningVm::link);
    }

    /** The port that its machine listens on, if one runs. */
    Optional<Port> port() {
        var there = machine;
        if (there != null) {
            return there.hasEnded()
                    ? Optional.empty()
                    : Optional.of(there.order().ssh());
        }
        return Optional.ofNullable(missed)
                .flatMap(MissedVm::found)
                .flatMap(FoundVm::description)
                .map(described -> described.ssh());
    }

    Optional<VmStatus> standing() throws InterruptedException {
        var there = machine;
        if (there != null) {
            return Optional.of(VmStatuses.of(name, there));
        }
        return Optional.ofNullable(missed).map(unseen -> VmStatuses.of(name, unseen, book));
    }
}
