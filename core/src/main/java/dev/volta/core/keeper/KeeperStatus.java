package dev.volta.core.keeper;

import dev.volta.core.keeper.wire.PayloadReader;
import dev.volta.core.keeper.wire.PayloadWriter;
import dev.volta.core.keeper.wire.ProtocolException;
import dev.volta.core.keeper.wire.WayCodec;
import dev.volta.core.link.Way;
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
    public record Tunnel(long id, Way way, String carrier, Instant since, boolean open, boolean held, Duration cut) {}

    /** As the answer that {@link #read} takes. */
    public PayloadWriter written() {
        var out = new PayloadWriter().number(pid).text(build);
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
            WayCodec.write(tunnel.way(), out.number(tunnel.id()));
            out.text(tunnel.carrier());
            write(out, tunnel.since());
            out.flag(tunnel.open()).flag(tunnel.held()).duration(tunnel.cut());
        }
        return out.number(heapBytes).number(residentBytes);
    }

    public static KeeperStatus read(PayloadReader in) throws ProtocolException {
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
                    in.longNumber(), WayCodec.read(in), in.text(), instant(in), in.flag(), in.flag(), in.duration()));
        }
        return new KeeperStatus(
                pid, build, since, idleLimit, clients, sessions, tunnels, in.longNumber(), in.longNumber());
    }

    private static void write(PayloadWriter out, Instant instant) {
        out.number(instant.getEpochSecond()).number(instant.getNano());
    }

    private static Instant instant(PayloadReader in) throws ProtocolException {
        return Instant.ofEpochSecond(in.longNumber(), in.number());
    }
}
