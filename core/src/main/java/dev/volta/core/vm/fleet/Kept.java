package dev.volta.core.vm.fleet;

import dev.volta.core.config.Port;
import dev.volta.core.vm.GuestIdentity;
import dev.volta.core.vm.Origin;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.link.GuestLink;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One name's machine: not yet there, booting, running or ended by itself. */
final class Kept {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final int SEED = 32;

    private final OrderFiles orders;
    private final Booting booting;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Machine machine;

    Kept(OrderFiles orders, Booting booting, InstantSource clock) {
        this.orders = orders;
        this.booting = booting;
        this.clock = clock;
    }

    /**
     * @param vm absent as long as QEMU does not run
     * @param took how long it took to get ready; absent where another process saw it
     */
    private record Machine(VmOrder order, Instant since, Optional<Vm> vm, boolean ready, Optional<Duration> took) {
        static Machine booting(VmOrder order, Instant since, Optional<Vm> vm) {
            return new Machine(order, since, vm, false, Optional.empty());
        }

        boolean hasEnded() {
            return vm.isPresent() && vm.get().ended().isDone();
        }
    }

    /**
     * Takes over a machine that another process booted. One that has ended since is forgotten, and one that never got
     * ready is ended: nobody knows how much of its identity it has.
     *
     * @return whether it is this one's now
     * @throws VmException if it runs and does not answer
     */
    boolean adopt(VmOrder order) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            var files = orders.of(order);
            if (!Vm.runs(files)) {
                orders.forget(order.name());
                return false;
            }
            var vm = Vm.adopt(order.description(), files);
            if (!orders.isReady(order.name())) {
                vm.stop();
                orders.forget(order.name());
                return false;
            }
            machine = new Machine(order, vm.started(), Optional.of(vm), true, Optional.empty());
            return true;
        } finally {
            turn.unlock();
        }
    }

    boolean isThere() {
        return machine != null;
    }

    VmStanding up(VmOrder order) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            var there = machine;
            if (there != null && !there.hasEnded()) {
                return asOrdered(there, order);
            }
            end();
            return boot(order);
        } finally {
            turn.unlock();
        }
    }

    private VmStanding asOrdered(Machine there, VmOrder order) {
        if (!there.order().sameMachine(order)) {
            throw new VmException(order.name()
                    + " runs already, but not as it is wanted now; end it first with volta vm down -l " + order.name());
        }
        return standing(there);
    }

    private VmStanding boot(VmOrder order) throws InterruptedException {
        var since = clock.instant();
        var begun = System.nanoTime();
        machine = Machine.booting(order, since, Optional.empty());
        var up = false;
        try {
            orders.remember(order);
            var vm = booting.start(order, orders.of(order));
            machine = Machine.booting(order, since, Optional.of(vm));
            vm.awaitReady(identity(order), READY);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            var ready = new Machine(order.remembered(), since, Optional.of(vm), true, Optional.of(took));
            machine = ready;
            orders.markReady(order.name());
            up = true;
            return standing(ready);
        } finally {
            if (!up) {
                end();
            }
        }
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

    Optional<Vm.Ending> down() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            return end();
        } finally {
            turn.unlock();
        }
    }

    /** Empty if it had ended by itself, or never ran. */
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
            machine = null;
            orders.forget(there.order().name());
        }
    }

    /** Lets go of the machine, which goes on. */
    void release() {
        var there = machine;
        if (there != null) {
            there.vm().ifPresent(Vm::release);
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

    Optional<VmStanding> standing() {
        return Optional.ofNullable(machine).map(Kept::standing);
    }

    private static VmStanding standing(Machine machine) {
        var order = machine.order();
        return new VmStanding(
                order.name(),
                order.image().architecture(),
                order.accelerator(),
                order.ssh(),
                order.memory(),
                order.cpus(),
                state(machine),
                detail(machine),
                machine.vm().map(Vm::pid).orElse(0L),
                resident(machine),
                machine.since(),
                machine.took());
    }

    private static VmStanding.State state(Machine machine) {
        if (machine.hasEnded()) {
            return VmStanding.State.ended;
        }
        return machine.ready() ? VmStanding.State.running : VmStanding.State.booting;
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

    private static long resident(Machine machine) {
        try {
            return machine.vm().map(vm -> vm.memory().proportionalBytes()).orElse(0L);
        } catch (VmException e) {
            return 0; // it has ended meanwhile
        }
    }
}
