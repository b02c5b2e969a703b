package dev.volta.core.lock;

/** The lock of a fleet is not ours any more: whoever has it now may change the fleet, so nothing more is done to it. */
public final class LockLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LockLostException(String how) {
        super("the lock of the fleet was lost: " + how);
    }
}
