package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.supervisor.UnitFormat;

/**
 * A kind of supervisor that a module brings: who keeps the services of a fleet running on a node. {@link Supervisors} chooses
 * one for each node that is looked at, and the {@link ObservedNode} has it from then on.
 */
public interface SupervisorKind {
    /** What records call it; no two kinds have the same. */
    String name();

    /**
     * Whether it can keep services running for {@code account} on the node of {@code remote}. What {@code account} does not
     * tell, it asks the node itself: one that needs a program there runs a script over {@code remote} that looks for it. It
     * changes nothing there. It goes on serving a node while services of it are there: as long as it does, it is chosen for
     * that node, and another kind would not know them.
     */
    boolean serves(LoginInfo account, Remote remote) throws InterruptedException;

    /** How it writes down what it runs. Pure: nothing but these two is known where plans are made. */
    UnitFormat format(NodeName node, NodeLayout layout);

    /**
     * By what the services of a fleet are known on a node: where this is the same on the same machine, the same services are
     * meant. No other kind has one like it. Pure.
     */
    String scope(NodeName node, NodeLayout layout);

    /** Whether {@code service}, as {@code others.sh} calls it, is of the fleet with {@code layout}. Pure. */
    boolean keeps(NodeName node, NodeLayout layout, String service);

    /** Whether services have the limit of open files that a login has. */
    boolean hasLimitsOfLogin();

    /** The supervisor on the node of {@code remote}. */
    Supervisor on(Remote remote, NodeLayout layout);
}
