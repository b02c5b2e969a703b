package dev.volta.core.service;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.facts.HostFacts;
import java.util.List;
import java.util.Optional;

/** A kind of service that a module brings. Pure. */
public interface ServiceKind {
    /** What {@code kind} says in a description. */
    String name();

    /** The keys that a service of this kind has beside those of every service. */
    default List<Key<?>> keys() {
        return List.of();
    }

    /** The name of its program among those of the installation, a jar. */
    String jar();

    /**
     * Whether the work of an experiment starts the program itself: then it is only put on the nodes of the service, and no
     * supervisor knows of it.
     */
    default boolean isStartedByWork() {
        return false;
    }

    /** How many processes of {@code service} a node runs. */
    default int processes(ServiceSpec service, HostFacts host) {
        return 1;
    }

    /** Why {@code memory} is too little for one process, with the arithmetic; empty if it is enough. */
    default Optional<String> tooLittle(ByteSize memory) {
        return Optional.empty();
    }

    /** How many files it has open at once, if that depends on the fleet. */
    default Optional<OpenFiles> openFiles(Site site) {
        return Optional.empty();
    }

    /** What it leaves to the one that is started after it. */
    default Optional<KeptFiles> kept() {
        return Optional.empty();
    }

    /**
     * Whether each process gets VOLTA_UNIT, VOLTA_NODE and VOLTA_ADDRESS. They are also written to {@code <unit>.env}, for
     * other programs of the node.
     */
    default boolean hasIdentity() {
        return false;
    }

    /** Whether {@code unit} is the name of one of its units on {@code node}, and on no other node. */
    default boolean isUnitOf(NodeName node, String unit) {
        return false;
    }

    /**
     * So many files, and why.
     *
     * @param because such as {@code with 30 workers on 3 nodes}
     */
    record OpenFiles(long number, String because) {}
}
