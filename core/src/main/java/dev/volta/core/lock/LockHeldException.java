package dev.volta.core.lock;

import dev.volta.core.remote.NodeName;

/** Somebody else is changing the fleet. */
public final class LockHeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LockHeldException(NodeName node, LockOwner owner) {
        super("the fleet is locked on " + node + " by " + owner
                + "; wait for it with --wait-lock 5m, or run 'volta lock release' if that command is dead");
    }
}
