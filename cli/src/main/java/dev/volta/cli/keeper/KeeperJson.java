package dev.volta.cli.keeper;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.keeper.KeeperStatus;
import java.util.Optional;

/**
 * A keeper's status for programs: {@code {"running": false}}, or {@code true} with what it holds. Times are ISO 8601 in
 * UTC, durations integers of seconds, memory integers of bytes.
 */
final class KeeperJson {
    private KeeperJson() {}

    static String of(Optional<KeeperStatus> status) {
        var json = JsonMapper.builder().build().createObjectNode().put("running", status.isPresent());
        status.ifPresent(found -> add(json, found));
        return json.toPrettyString();
    }

    private static void add(ObjectNode json, KeeperStatus status) {
        json.put("pid", status.pid())
                .put("build", status.build())
                .put("since", status.since().toString())
                .put("idleLimitSeconds", status.idleLimit().toSeconds())
                .put("clients", status.clients())
                .put("heapBytes", status.heapBytes());
        if (status.residentBytes() > 0) {
            json.put("residentBytes", status.residentBytes());
        } else {
            json.putObject("residentBytes").put("unavailable", "the kernel does not report it");
        }
        var sessions = json.putArray("sessions");
        for (var session : status.sessions()) {
            sessions.addObject()
                    .put("node", session.node())
                    .put("reach", session.reach())
                    .put("since", session.since().toString())
                    .put("lastUse", session.lastUse().toString())
                    .put("inUse", session.inUse());
        }
        var tunnels = json.putArray("tunnels");
        for (var tunnel : status.tunnels()) {
            tunnels.addObject()
                    .put("id", tunnel.id())
                    .put("node", tunnel.way().node().value())
                    .put("direction", tunnel.way().toNode() ? "to-node" : "from-node")
                    .put("here", tunnel.way().endHere())
                    .put("there", tunnel.way().endThere())
                    .put("carrier", tunnel.carrier())
                    .put("since", tunnel.since().toString())
                    .put("open", tunnel.open())
                    .put("held", tunnel.held())
                    .put("cutSeconds", tunnel.cut().toMillis() / 1e3);
        }
    }
}
