package dev.volta.hashing.node.worker;

/** What the working thread is given. */
sealed interface Task {
    /** A walk ends with the connection that ordered it; the controller goes on after what was listed. */
    record Listing(Lister lister) implements Task {}

    /** A batch outlives its connection. */
    record Hashing(Batch batch) implements Task {}
}
