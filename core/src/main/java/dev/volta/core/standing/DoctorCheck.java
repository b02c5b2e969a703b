package dev.volta.core.standing;

/** Something that a module has looked at on a node: whether its services find what they need. */
public interface DoctorCheck {
    /** What is looked at, in a few words, as the report says it. */
    String name();

    /** Whether there is anything to look at on that node. */
    boolean concerns(Examined node);

    /** Looks. What cannot be looked at is thrown as {@code RemoteException}, and is a fault of the node. */
    Check look(Examined node) throws InterruptedException;
}
