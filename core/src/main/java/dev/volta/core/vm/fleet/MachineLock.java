package dev.volta.core.vm.fleet;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the keeper holds that has a machine, so that another one leaves it alone.
 *
 * @param isHeld by another keeper
 * @param lock absent if it is held, and where none can be had, as on a file system that is read-only by now
 */
record MachineLock(boolean isHeld, Optional<KernelLock> lock) {
    static MachineLock take(Path file, Consumer<String> log) {
        try {
            var lock = KernelLock.tryTake(file);
            return new MachineLock(lock.isEmpty(), lock);
        } catch (IOException e) {
            log.accept("no lock can be had on " + file + ": " + IoReason.of(e));
            return new MachineLock(false, Optional.empty());
        }
    }

    void release() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
