package dev.volta.hashing.node.process;

import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process on whose behalf this one runs: it has a file locked until it ends, however it ends. Unlike a process number
 * that is true in every PID namespace, and is never taken by another process later.
 */
public record Owner(Path lock) {
    /** Also where it cannot be found out, because this process has no descriptor left for example. */
    public boolean isAlive() {
        try {
            return KernelLock.isHeld(lock);
        } catch (IOException e) {
            return true;
        }
    }
}
