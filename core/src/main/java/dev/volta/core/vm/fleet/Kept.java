package dev.volta.core.vm.fleet;

import dev.volta.core.config.Port;
import dev.volta.core.remote.NodeName;
import dev.volta.core.vm.FoundVm;
import dev.volta.core.vm.GuestIdentity;
import dev.volta.core.vm.Origin;
import dev.volta.core.vm.RunState;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmLiveness;
import dev.volta.core.vm.link.GuestLink;
import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One name's machine: not yet there, booting, running, ended by itself, or running and not to be had. As long as this one
 * has it, it has its lock too.
 */
final class Kept {
    private static final Duration READY = Duration.ofMinutes(3);

    /** For a QEMU that was asked by a signal, as it has not answered otherwise. */
    private static final Duration SIGNALLED = Duration.ofSeconds(3);

    private static final int SEED = 32;

    private final VmBook book;
    private final NodeName name;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Machine machine;
    private volatile @Nullable Missed missed;

    Kept(VmBook book, NodeName name) {
        this.book = book;
        this.name = name;
    }

    /**
     * @param vm absent as long as QEMU does not run
     * @param took how long it took to get ready; absent where another process saw it
     */
    private record Machine(
            VmOrder order, Instant since, Optional<Vm> vm, boolean ready, Optional<Duration> took, MachineLock lock) {
        static Machine booting(VmOrder order, Instant since, Optional<Vm> vm, MachineLock lock) {
            return new Machine(order, since, vm, false, Optional.empty(), lock);
        }

        boolean hasEnded() {
            return vm.isPresent() && vm.get().ended().isDone();
        }
    }

    /**
     * A machine that runs and is not had.
     *
     * @param found absent if its process cannot be seen
     * @param held whether another keeper has it
     */
    private record Missed(Optional<FoundVm> found, VmStanding.State state, String reason, Instant since, boolean held) {
        static Missed silent(FoundVm found, String reason) {
            return new Missed(Optional.of(found), VmStanding.State.silent, reason, found.started(), false);
        }

        static Missed elsewhere(String reason, Instant since) {
            return new Missed(Optional.empty(), VmStanding.State.elsewhere, reason, since, false);
        }

        /** Whether it is still there as it was. */
        boolean holds() {
            return found.isPresent() && found.get().isAlive();
        }
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
     * Takes over a machine that another process booted, if there is one. One that has ended since is forgotten, and one
     * that never got ready is ended: nobody knows how much of its identity it has. One that does not answer, or that
     * another keeper has, is told of from then on, and may be asked for again.
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

    private boolean isInVain(Missed unseen) {
        try {
            return (unseen.held() && KernelLock.isHeld(book.folders().lock(name)))
                    || unseen.found().filter(FoundVm::isStopped).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void look(VmLiveness liveness, Duration limit) throws InterruptedException {
        switch (liveness) {
            case VmLiveness.Dead() -> isDead();
            case VmLiveness.OutOfReach(var reason, var since) ->
                miss(Missed.elsewhere(reason, since.equals(Instant.EPOCH) ? book.now() : since));
            case VmLiveness.Alive(var found) -> take(found, limit);
        }
    }

    /** Another keeper may boot it just now. */
    private void isDead() {
        missed = null;
        if (!Files.isDirectory(book.folders().of(name))) {
            return;
        }
        var lock = lock();
        if (lock.isHeld()) {
            miss(new Missed(Optional.empty(), VmStanding.State.booting, "another keeper boots it", book.now(), true));
            return;
        }
        if (book.folders().started().contains(name)) {
            book.log(name + " does not run any more");
        }
        forget();
        lock.release();
    }

    private void take(FoundVm found, Duration limit) throws InterruptedException {
        if (!found.isOurs()) {
            miss(Missed.elsewhere("it is another user's (process " + found.pid() + ")", found.started()));
            return;
        }
        if (found.isStopped()) {
            miss(Missed.silent(
                    found, "its QEMU was stopped by a signal; kill -CONT " + found.pid() + " lets it go on"));
            return;
        }
        var lock = lock();
        if (lock.isHeld()) {
            miss(new Missed(
                    Optional.of(found),
                    VmStanding.State.silent,
                    "another keeper has it"
                            + book.folders()
                                    .keeper()
                                    .map(socket -> " (" + socket + ")")
                                    .orElse(""),
                    found.started(),
                    true));
            return;
        }
        var taken = false;
        try {
            taken = takeLocked(found, lock, limit);
        } catch (VmException e) {
            miss(Missed.silent(found, said(e)));
        } finally {
            if (!taken) {
                lock.release();
            }
        }
    }

    private boolean takeLocked(FoundVm found, MachineLock lock, Duration limit) throws InterruptedException {
        var files = found.files();
        var order = book.folders().order(name, files.sockets()).or(() -> VmOrder.of(found));
        if (order.isEmpty()) {
            throw new VmException("what was ordered is not known any more, and its command line does not tell");
        }
        var vm = Vm.adopt(order.get().description(), found, limit);
        if (found.isMarkedWhenReady() && !book.folders().isReady(files)) {
            vm.stop();
            forget();
            return false;
        }
        machine = new Machine(order.get(), vm.started(), Optional.of(vm), true, Optional.empty(), lock);
        missed = null;
        if (!found.isRecorded()) {
            recordAnew(found, order.get());
        }
        book.taken(name);
        return true;
    }

    /** So that the next keeper need not look for it; unless its folder was removed. */
    private void recordAnew(FoundVm found, VmOrder order) {
        try {
            if (Files.isDirectory(book.folders().of(name))) {
                found.writeDown();
                book.folders().remember(order);
                book.folders().markReady(found.files());
            }
        } catch (IOException | VmException e) {
            book.log(name + " cannot be written down: " + e);
        }
    }

    /** A reason that is told once is not told again. */
    private void miss(Missed now) {
        var before = missed;
        if (before == null || !before.reason().equals(now.reason())) {
            book.log(name + " cannot be taken over: " + now.reason());
        }
        missed = now;
    }

    private MachineLock lock() {
        return MachineLock.take(book.folders().lock(name), book::log);
    }

    VmStanding up(VmOrder order) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            releaseIfMoved(false);
            var there = machine;
            if (there == null && (missed != null || book.folders().started().contains(name))) {
                look(VmLiveness.of(book.folders().of(name)), VmBook.SHORTLY);
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

    private String remedy(VmStanding.State state) {
        return state == VmStanding.State.silent ? "; it is tried again, or ended with volta vm down -l " + name : "";
    }

    private VmStanding asOrdered(Machine there, VmOrder order) throws InterruptedException {
        if (!there.order().sameMachine(order)) {
            throw new VmException(
                    name + " runs already, but not as it is wanted now; end it first with volta vm down -l " + name);
        }
        if (there.vm().isPresent() && there.vm().get().state(VmBook.SHORTLY) instanceof RunState.Paused) {
            proceed(there.vm().get());
        }
        return standing(there);
    }

    private void proceed(Vm vm) throws InterruptedException {
        try {
            vm.proceed();
        } catch (IOException | VmException e) {
            throw new VmException(name + " stands still, and cannot go on: " + e.getMessage(), e);
        }
    }

    private VmStanding boot(VmOrder order) throws InterruptedException {
        var since = book.now();
        var begun = System.nanoTime();
        var lock = lockToBoot();
        machine = Machine.booting(order, since, Optional.empty(), lock);
        var up = false;
        try {
            book.folders().remember(order);
            var files = book.files(order);
            var vm = book.booting().start(order, files);
            machine = Machine.booting(order, since, Optional.of(vm), lock);
            vm.awaitReady(identity(order), READY);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            var ready = new Machine(order.remembered(), since, Optional.of(vm), true, Optional.of(took), lock);
            machine = ready;
            book.folders().markReady(files);
            book.taken(name);
            up = true;
            return standing(ready);
        } finally {
            if (!up) {
                end();
            }
        }
    }

    private MachineLock lockToBoot() {
        try {
            Files.createDirectories(book.folders().folder());
        } catch (IOException e) {
            throw new VmException(name + " cannot be booted: " + e, e);
        }
        var lock = lock();
        if (lock.isHeld()) {
            throw new VmException(name + " cannot be booted: another keeper has it"
                    + book.folders().keeper().map(socket -> " (" + socket + ")").orElse(""));
        }
        return lock;
    }

    private static GuestIdentity identity(VmOrder order) {
        var seed = new byte[SEED];
        new SecureRandom().nextBytes(seed);
        return new GuestIdentity(
                order.name().value(),
                seed,
                order.hostKey().getBytes(StandardCharsets.US_ASCII),
                order.authorized().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends the machine, one that does not answer as well.
     *
     * @throws VmException if it runs where it cannot be ended from here
     */
    Optional<Vm.Ending> down() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            releaseIfMoved(false);
            if (machine == null) {
                var liveness = VmLiveness.of(book.folders().of(name));
                if (liveness instanceof VmLiveness.Alive(var found) && found.isOurs() && found.isStopped()) {
                    found.resume(); // it cannot end in order otherwise
                }
                look(liveness, VmBook.FIRST);
            }
            var unseen = missed;
            return machine == null && unseen != null ? endMissed(unseen) : end();
        } finally {
            turn.unlock();
        }
    }

    private Optional<Vm.Ending> endMissed(Missed unseen) throws InterruptedException {
        if (unseen.held()) {
            throw new VmException(unseen.reason() + "; end it with that, or end that keeper first");
        }
        if (unseen.state() != VmStanding.State.silent || unseen.found().isEmpty()) {
            throw new VmException("it cannot be ended from here: " + unseen.reason());
        }
        var found = unseen.found().get();
        found.end(SIGNALLED);
        missed = null;
        forget();
        return Optional.of(Vm.Ending.KILLED);
    }

    /** Empty if it had ended by itself, or never ran. What could not be ended stays this one's. */
    private Optional<Vm.Ending> end() throws InterruptedException {
        var there = machine;
        if (there == null) {
            return Optional.empty();
        }
        var ran = !there.hasEnded();
        try {
            var ending = there.vm().isPresent() ? Optional.of(there.vm().get().stop()) : Optional.<Vm.Ending>empty();
            return ending.filter(_ -> ran);
        } finally {
            if (there.vm().filter(Vm::isAlive).isEmpty()) {
                machine = null;
                forget();
                there.lock().release();
            }
        }
    }

    /** What is written down about a process that has ended misleads nobody, so its removal may fail. */
    private void forget() {
        try {
            book.folders().forget(book.files(name));
        } catch (UncheckedIOException e) {
            book.log(String.valueOf(e.getMessage()));
        }
    }

    /** Lets go of the machine, which goes on. */
    void release() {
        var there = machine;
        if (there != null) {
            there.vm().ifPresent(Vm::release);
            there.lock().release();
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
                    && (fleetIsGone || there.vm().filter(Vm::wasMoved).isPresent())) {
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

    /** The link of the guest that is reached by SSH at {@code port}, if it got ready. */
    Optional<GuestLink> link(Port port) {
        return Optional.ofNullable(machine)
                .filter(there -> there.ready()
                        && !there.hasEnded()
                        && there.order().ssh().equals(port))
                .flatMap(Machine::vm)
                .map(Vm::link);
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
                .flatMap(Missed::found)
                .flatMap(FoundVm::description)
                .map(described -> described.ssh());
    }

    Optional<VmStanding> standing() throws InterruptedException {
        var there = machine;
        if (there != null) {
            return Optional.of(standing(there));
        }
        return Optional.ofNullable(missed).map(this::standing);
    }

    private VmStanding standing(Missed unseen) {
        var files = unseen.found().map(FoundVm::files);
        var order = book.folders()
                .order(name, files.orElseGet(() -> book.files(name)).sockets())
                .or(() -> unseen.found().flatMap(VmOrder::of));
        return new VmStanding(
                name,
                order.map(VmStanding.Make::of),
                unseen.state(),
                "",
                unseen.reason(),
                unseen.found().map(FoundVm::pid).orElse(0L),
                0,
                unseen.since(),
                Optional.empty());
    }

    private VmStanding standing(Machine machine) throws InterruptedException {
        var state = machine.ready() && !machine.hasEnded() && machine.vm().isPresent()
                ? machine.vm().get().state(VmBook.SHORTLY)
                : new RunState.Running();
        return new VmStanding(
                name,
                Optional.of(VmStanding.Make.of(machine.order())),
                state(machine, state),
                detail(machine),
                trouble(machine, state),
                machine.vm().map(Vm::pid).orElse(0L),
                resident(machine),
                machine.since(),
                machine.took());
    }

    private static VmStanding.State state(Machine machine, RunState state) {
        if (machine.hasEnded()) {
            return VmStanding.State.ended;
        }
        if (!machine.ready()) {
            return VmStanding.State.booting;
        }
        return switch (state) {
            case RunState.Running() -> VmStanding.State.running;
            case RunState.Paused _ -> VmStanding.State.paused;
            case RunState.Silent _ -> VmStanding.State.silent;
        };
    }

    private static String detail(Machine machine) {
        if (machine.vm().isEmpty()) {
            return "";
        }
        var vm = machine.vm().get();
        if (machine.hasEnded()) {
            return "QEMU ended" + vm.lastWords();
        }
        return switch (vm.origin()) {
            case Origin.Cold(var reason) -> "cold boot: " + reason;
            case Origin.Resumed(var template) -> "resumed from template " + template;
        };
    }

    private static String trouble(Machine machine, RunState state) {
        if (machine.vm().isEmpty() || machine.hasEnded()) {
            return "";
        }
        var vm = machine.vm().get();
        var trouble = new ArrayList<String>();
        switch (state) {
            case RunState.Running() -> vm.diskError().ifPresent(trouble::add);
            case RunState.Paused paused
            when paused.lacksRoom() ->
                trouble.add(vm.diskError().orElse("no room for what it writes") + "; it goes on when there is room");
            case RunState.Paused(var word) ->
                trouble.add("it stands still, in QEMU's words: " + word + "; volta vm up -l "
                        + machine.order().name() + " lets it go on");
            case RunState.Silent(var reason) -> trouble.add(reason);
        }
        if (vm.hasLostItsDisk()) {
            trouble.add("its disk was removed while it runs, and is lost when it ends");
        }
        return String.join("; ", trouble);
    }

    private static long resident(Machine machine) {
        try {
            return machine.vm().map(vm -> vm.memory().proportionalBytes()).orElse(0L);
        } catch (VmException e) {
            return 0; // it has ended meanwhile
        }
    }

    private static String said(VmException e) {
        return String.valueOf(e.getMessage());
    }
}
