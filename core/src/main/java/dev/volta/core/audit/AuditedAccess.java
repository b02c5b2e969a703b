package dev.volta.core.audit;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import java.time.Duration;
import java.time.Instant;
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
        } catch (InterruptedException e) {
            failed(node, time, start, "interrupted");
            throw e;
        } catch (RuntimeException e) { // of the node, or of the keeper
            failed(node, time, start, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void failed(Node node, Instant time, long start, String reason) {
        log.write(new AuditEvent(
                time,
                node,
                AuditEvent.Kind.connect,
                List.of(),
                Optional.empty(),
                new AuditEvent.Ending.Broke(reason),
                Duration.ofNanos(System.nanoTime() - start)));
    }

    @Override
    public void close() {
        access.close();
    }
}
