package dev.volta.core.vm.fleet;

import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.GuestIdentity;
import dev.volta.core.vm.VmException;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Boots the machine that was ordered, until its SSH server accepts logins. */
record VmBoot(VmRegistry book, VmRequest order) {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final int SEED = 32;

    /**
     * @param stage told of the machine as it is each time that it comes further; if this fails, whoever was told ends it
     * @throws VmException if that fails, with what the machine said last, or if another keeper has the machine
     */
    void run(Consumer<HeldVm> stage) throws InterruptedException {
        var since = book.now();
        var begun = System.nanoTime();
        var lock = lock();
        stage.accept(HeldVm.booting(order, since, Optional.empty(), lock));
        book.folders().remember(order);
        var files = book.files(order);
        var vm = book.booting().start(order, files);
        stage.accept(HeldVm.booting(order, since, Optional.of(vm), lock));
        vm.awaitReady(identity(), READY);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        stage.accept(new HeldVm(order.remembered(), since, Optional.of(vm), true, Optional.of(took), lock));
        book.folders().markReady(files);
        book.taken(order.name());
    }

    private MachineLock lock() {
        var name = order.name();
        try {
            StateFolder.make(book.folders().folder());
        } catch (IOException e) {
            throw new VmException(name + " cannot be booted: " + IoReason.withFile(e), e);
        }
        var lock = book.lock(name);
        if (lock.isHeld()) {
            throw new VmException(name + " cannot be booted: another keeper has it" + book.lastKeeper());
        }
        return lock;
    }

    private GuestIdentity identity() {
        var seed = new byte[SEED];
        new SecureRandom().nextBytes(seed);
        return new GuestIdentity(
                order.name().value(),
                seed,
                order.hostKey().getBytes(StandardCharsets.US_ASCII),
                order.authorized().getBytes(StandardCharsets.UTF_8));
    }
}
