package dev.volta.core.vm.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import org.jspecify.annotations.Nullable;

/** A node failed, and its machine does not do what it should. The message says both. */
public final class MachineFailure extends RemoteException {
    private static final long serialVersionUID = 1;

    private final String failure;
    private final VmStatus.State state;
    private final String explanation;
    private final boolean refused;

    /**
     * @param said what failed, without the node's name before it
     * @param explanation how the machine stands, in words
     */
    public MachineFailure(
            NodeName node,
            String said,
            VmStatus.State state,
            String explanation,
            boolean refused,
            @Nullable Throwable cause) {
        super(node, said + "; its machine: " + explanation, cause);
        this.failure = said;
        this.state = state;
        this.explanation = explanation;
        this.refused = refused;
    }

    /** What failed, without the node's name before it and without what its machine does. */
    @Override
    public String said() {
        return failure;
    }

    public VmStatus.State state() {
        return state;
    }

    public String explanation() {
        return explanation;
    }

    @Override
    public boolean isRefusedConnection() {
        return refused;
    }
}
