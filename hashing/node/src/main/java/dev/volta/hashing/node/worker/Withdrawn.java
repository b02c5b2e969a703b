package dev.volta.hashing.node.worker;

/** Ends the reading of a file in whose digest nobody is interested any more. */
final class Withdrawn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Withdrawn() {
        super("withdrawn", null, false, false);
    }
}
