package dev.volta.core.doctor;

/** A check of a node that a module adds to {@code volta doctor}. */
public interface DoctorCheck {
    /** What is checked, in a few words, as the report says it. */
    String name();

    /** Whether there is anything to look at on that node. */
    boolean concerns(Examined node);

    /** Checks. If that is impossible, a {@code RemoteException} says why, and is a fault of the node. */
    CheckResult look(Examined node) throws InterruptedException;
}
