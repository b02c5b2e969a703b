package dev.volta.core.lock;

import dev.volta.core.config.NodeName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody else is changing or measuring the fleet. */
public final class LockHeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable LockOwner owner;

    LockHeldException(NodeName node, LockState state) {
        super("the fleet is locked on " + node
                + switch (state) {
                    case LockState.Held(var owner) -> " by " + owner;
                    case LockState.Free _, LockState.Expired _, LockState.Damaged _ -> ": " + state.told();
                }
                + "; wait for it with --wait-lock 5m, or run 'volta lock release' if that command is dead");
        this.owner = state instanceof LockState.Held(var holder) ? holder : null;
    }

    private LockHeldException(String message) {
        super(message);
        this.owner = null;
    }

    /** Who has it, if that is known. */
    public Optional<LockOwner> owner() {
        return Optional.ofNullable(owner);
    }

    /**
     * Another command of the same folder has it.
     *
     * @param holder who works on the fleet from the folder that this command works in
     */
    public static LockHeldException here(String holder) {
        return new LockHeldException("the fleet is locked by " + holder + ", a command of this folder; end that first");
    }

    /**
     * Another command of the same folder boots or ends machines.
     *
     * @param holder what is done to them, and by whom: {@code booted by root (process 7, 'volta vm up')}
     */
    public static LockHeldException ofMachines(String holder) {
        return new LockHeldException(
                "virtual machines of this folder are being " + holder + "; wait for that with --wait-lock 5m");
    }
}
