package dev.volta.core.supervisor;

/** How a kind of supervisor writes down what it is to run. Pure: what it says depends on its parameters alone. */
public interface UnitFormat {
    /** What {@link Supervisor#start} leaves on the node to run {@code unit}. */
    Definition definition(ServiceUnit unit);
}
