package dev.volta.core.vm.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.vm.FoundVm;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmLiveness;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes over the machine of a name that another process booted. One that has ended since is forgotten, and one that never
 * got ready is ended: nobody knows how much of its identity it has.
 */
record VmTakeover(VmRegistry book, NodeName name) {
    /** What came of it. */
    sealed interface Result {}

    record Taken(HeldVm vm) implements Result {}

    record Missed(MissedVm vm) implements Result {}

    /** Nothing runs. */
    record Gone() implements Result {}

    /** @param limit for QEMU to answer */
    Result run(VmLiveness liveness, Duration limit) throws InterruptedException {
        return switch (liveness) {
            case VmLiveness.Dead() -> isDead();
            case VmLiveness.OutOfReach(var reason, var since) ->
                new Missed(MissedVm.elsewhere(reason, since.equals(Instant.EPOCH) ? book.now() : since));
            case VmLiveness.Alive(var found) -> take(found, limit);
        };
    }

    /** Another keeper may boot it just now. */
    private Result isDead() {
        if (!Files.isDirectory(book.folders().of(name))) {
            return new Gone();
        }
        var lock = book.lock(name);
        if (lock.isHeld()) {
            return new Missed(new MissedVm(
                    Optional.empty(), VmStatus.State.booting, "another keeper boots it", book.now(), true));
        }
        if (book.folders().started().contains(name)) {
            book.log(name + " does not run any more");
        }
        book.forget(name);
        lock.release();
        return new Gone();
    }

    /** Whoever had it may have let it stand still. */
    private void setClock(RunningVm vm) throws InterruptedException {
        try {
            vm.setClock();
        } catch (IOException e) {
            book.log(name + ": its clock cannot be set: " + e.getMessage());
        }
    }

    private Result take(FoundVm found, Duration limit) throws InterruptedException {
        if (!found.isOurs()) {
            return new Missed(MissedVm.elsewhere(
                    "it is another user's (process " + found.pid() + "): end it as that user", found.started()));
        }
        if (found.isStopped()) {
            return new Missed(MissedVm.silent(
                    found, "its QEMU was stopped by a signal; kill -CONT " + found.pid() + " lets it go on"));
        }
        var lock = book.lock(name);
        if (lock.isHeld()) {
            return new Missed(new MissedVm(
                    Optional.of(found),
                    VmStatus.State.silent,
                    "another keeper has it" + book.lastKeeper(),
                    found.started(),
                    true));
        }
        Result result = new Gone();
        try {
            result = takeLocked(found, lock, limit);
        } catch (VmException e) {
            result = new Missed(MissedVm.silent(found, String.valueOf(e.getMessage())));
        } finally {
            if (!(result instanceof Taken)) {
                lock.release();
            }
        }
        return result;
    }

    private Result takeLocked(FoundVm found, MachineLock lock, Duration limit) throws InterruptedException {
        var files = found.files();
        var order = book.folders().order(name, files.sockets()).or(() -> VmRequest.of(found));
        if (order.isEmpty()) {
            throw new VmException("what was ordered is not known any more, and its command line does not tell");
        }
        var vm = RunningVm.adopt(order.get().description(), found, limit);
        if (found.isMarkedWhenReady() && !book.folders().isReady(files)) {
            vm.stop();
            book.forget(name);
            return new Gone();
        }
        if (!found.isRecorded()) {
            recordAnew(found, order.get());
        }
        setClock(vm);
        book.taken(name);
        return new Taken(new HeldVm(order.get(), vm.started(), Optional.of(vm), true, Optional.empty(), lock));
    }

    /** So that the next keeper need not look for it; unless its folder was removed. */
    private void recordAnew(FoundVm found, VmRequest order) {
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
}
