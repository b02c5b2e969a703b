package dev.volta.core.operation;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import java.util.List;

/**
 * A command at work on nodes.
 *
 * @param access leaves a trace of everything in the audit log
 */
public record FleetSession(List<Node> nodes, NodeAccess access, AuditLog log) implements AutoCloseable {
    /** The id that the audit log, and the environment of what runs on the nodes, know this command by. */
    public String run() {
        return log.run();
    }

    @Override
    public void close() {
        access.close();
        log.close();
    }
}
