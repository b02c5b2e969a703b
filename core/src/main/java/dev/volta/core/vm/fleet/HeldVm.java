package dev.volta.core.vm.fleet;

import dev.volta.core.vm.RunningVm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine that this keeper has, with its lock: booting, running, or ended by itself.
 *
 * @param vm absent as long as QEMU does not run
 * @param took how long it took to get ready; absent where another process saw it
 */
record HeldVm(
        VmRequest order,
        Instant since,
        Optional<RunningVm> vm,
        boolean ready,
        Optional<Duration> took,
        MachineLock lock) {
    static HeldVm booting(VmRequest order, Instant since, Optional<RunningVm> vm, MachineLock lock) {
        return new HeldVm(order, since, vm, false, Optional.empty(), lock);
    }

    boolean hasEnded() {
        return vm.isPresent() && vm.get().ended().isDone();
    }

    /** Lets go of it; it goes on. */
    void release() {
        vm.ifPresent(RunningVm::release);
        lock.release();
    }
}
