package dev.volta.core.keeper;

import dev.volta.core.keeper.wire.KeeperPayloadReader;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.keeper.wire.KeeperProtocolException;
import dev.volta.core.keeper.wire.TunnelSpecCodec;
import dev.volta.core.link.TunnelSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a keeper says about itself.
 *
 * @param build of the program that it runs
 * @param clients commands that are connected, without the one that asks
 * @param heapBytes used by its objects
 * @param residentBytes of its process; 0 where the kernel does not tell
 */
public record KeeperStatus(
        long pid,
        String build,
        Instant since,
        Duration idleLimit,
        int clients,
        List<Session> sessions,
        List<Tunnel> tunnels,
        long heapBytes,
        long residentBytes) {
    public KeeperStatus {
        sessions = List.copyOf(sessions);
        tunnels = List.copyOf(tunnels);
    }

    /**
     * An open connection.
     *
     * @param inUse a command has it now
     */
    public record Session(String node, String reach, Instant since, Instant lastUse, boolean inUse) {}

    /**
     * A tunnel.
     *
     * @param carrier what it goes over now, for people
     * @param held it is opened anew when it is lost
     * @param cut how long it was lost, in all
     */
    public record Tunnel(
            long id, TunnelSpec way, String carrier, Instant since, boolean open, boolean held, Duration cut) {}

    /** As the answer that {@link #read} takes. */
    public KeeperPayloadWriter written() {
        var out = new KeeperPayloadWriter().number(pid).text(build);
        write(out, since);
        out.duration(idleLimit).number(clients).number(sessions.size());
        for (var session : sessions) {
            out.text(session.node()).text(session.reach());
            write(out, session.since());
            write(out, session.lastUse());
            out.flag(session.inUse());
        }
        out.number(tunnels.size());
        for (var tunnel : tunnels) {
            TunnelSpecCodec.write(tunnel.way(), out.number(tunnel.id()));
            out.text(tunnel.carrier());
            write(out, tunnel.since());
            out.flag(tunnel.open()).flag(tunnel.held()).duration(tunnel.cut());
        }
        return out.number(heapBytes).number(residentBytes);
    }

    public static KeeperStatus read(KeeperPayloadReader in) throws KeeperProtocolException {
        var pid = in.longNumber();
        var build = in.text();
        var since = instant(in);
        var idleLimit = in.duration();
        var clients = in.number();
        var sessions = new ArrayList<Session>();
        for (var left = in.number(); left > 0; left--) {
            sessions.add(new Session(in.text(), in.text(), instant(in), instant(in), in.flag()));
        }
        var tunnels = new ArrayList<Tunnel>();
        for (var left = in.number(); left > 0; left--) {
            tunnels.add(new Tunnel(
                    in.longNumber(),
                    TunnelSpecCodec.read(in),
                    in.text(),
                    instant(in),
                    in.flag(),
                    in.flag(),
                    in.duration()));
        }
        return new KeeperStatus(
                pid, build, since, idleLimit, clients, sessions, tunnels, in.longNumber(), in.longNumber());
    }

    private static void write(KeeperPayloadWriter out, Instant instant) {
        out.number(instant.getEpochSecond()).number(instant.getNano());
    }

    private static Instant instant(KeeperPayloadReader in) throws KeeperProtocolException {
        return Instant.ofEpochSecond(in.longNumber(), in.number());
    }
}
