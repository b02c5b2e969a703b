package dev.volta.core.audit;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Access to nodes that leaves a trace. */
record AuditedAccess(NodeAccess access, AuditLog log) implements NodeAccess {
    @Override
    public Remote connect(Node node) throws InterruptedException {
        var time = log.now();
        var start = System.nanoTime();
        try {
            return new AuditedRemote(access.connect(node), node, log);
        } catch (RemoteException e) {
            var broke = new Act.Ending.Broke(String.valueOf(e.getMessage()));
            log.write(new Act(
                    time,
                    node,
                    Act.Kind.connect,
                    List.of(),
                    Optional.empty(),
                    broke,
                    Duration.ofNanos(System.nanoTime() - start)));
            throw e;
        }
    }

    @Override
    public void close() {
        access.close();
    }
}
