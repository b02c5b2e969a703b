package dev.volta.cli.fleet;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/**
 * A command at work on nodes.
 *
 * @param run the id that the audit log, and the environment of what runs on the nodes, know this command by
 * @param access leaves a trace of everything in the audit log
 */
public record FleetSession(String run, List<Node> nodes, NodeAccess access, AuditLog log) implements AutoCloseable {
    private static final int ID_BYTES = 4;

    static FleetSession begin(Path state, String operator, List<String> argv, List<Node> nodes, NodeAccess access) {
        var id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        var run = HexFormat.of().formatHex(id);
        var log = AuditLog.open(state.resolve("audit.jsonl"), operator, run, argv, nodes, Clock.systemUTC());
        return new FleetSession(run, nodes, log.over(access), log);
    }

    @Override
    public void close() {
        access.close();
        log.close();
    }
}
