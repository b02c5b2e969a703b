package dev.volta.cli.keeper;

import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.run.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A keeper's status for people. */
final class KeeperText {
    private static final long MEBIBYTE = 1 << 20;

    private KeeperText() {}

    static ExitCode exitCode(Optional<KeeperStatus> status) {
        return status.isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }

    static String of(Optional<KeeperStatus> status, Instant now) {
        return status.map(found -> lines(found, now)).orElse("no keeper runs for this fleet\n");
    }

    private static String lines(KeeperStatus status, Instant now) {
        var text = new StringBuilder();
        text.append("keeper ")
                .append(status.pid())
                .append(", up for ")
                .append(time(status.since(), now))
                .append(", leaves when idle for ")
                .append(time(status.idleLimit()))
                .append("\nmemory ")
                .append(status.heapBytes() / MEBIBYTE)
                .append(" MiB of objects, ")
                .append(status.residentBytes() / MEBIBYTE)
                .append(" MiB of the process; other clients: ")
                .append(status.clients())
                .append("; sessions: ")
                .append(status.sessions().size())
                .append("; tunnels: ")
                .append(status.tunnels().size())
                .append('\n');
        for (var session : status.sessions()) {
            text.append("session ")
                    .append(session.node())
                    .append(" (")
                    .append(session.reach())
                    .append("), open for ")
                    .append(time(session.since(), now))
                    .append(session.inUse() ? ", in use" : ", last used " + time(session.lastUse(), now) + " ago")
                    .append('\n');
        }
        for (var tunnel : status.tunnels()) {
            text.append(ends(tunnel))
                    .append(" over ")
                    .append(tunnel.carrier())
                    .append(", open for ")
                    .append(time(tunnel.since(), now))
                    .append(tunnel.held() ? ", held" : "")
                    .append(tunnel.open() ? "" : ", lost")
                    .append(tunnel.cut().isZero() ? "" : ", cut for " + time(tunnel.cut()) + " in all")
                    .append('\n');
        }
        return text.toString();
    }

    /** Which tunnel it is, and where it leads. */
    static String ends(KeeperStatus.Tunnel tunnel) {
        var way = tunnel.way();
        var there = way.node() + ":" + way.endThere();
        return "tunnel " + tunnel.id() + " "
                + (way.toNode() ? way.endHere() + " -> " + there : there + " -> " + way.endHere());
    }

    private static String time(Instant from, Instant to) {
        return time(Duration.between(from, to));
    }

    private static String time(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
