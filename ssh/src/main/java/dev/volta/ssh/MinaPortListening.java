package dev.volta.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Unix socket on a node whose server forwards ports only (dropbear): socat leads it to a port of the node's loopback
 * address, and that port leads here. Whoever has a process on the node can connect to that port. When this or the
 * connection ends, so does socat, and the socket is removed.
 */
final class MinaPortListening implements Wire.Listening {
    private static final String READY = "listens";

    /** Parameters: socket, port. It ends when its input does. */
    private static final String SCRIPT = """
            s=$1 port=$2
            if [ -e "$s" ]; then echo "$s is there" >&2; exit 1; fi
            umask 077
            socat -t 60 "UNIX-LISTEN:$s,fork" "TCP4:127.0.0.1:$port" >/dev/null </dev/null &
            p=$!
            while [ ! -S "$s" ]; do kill -0 $p || exit 1; sleep 0.05; done
            echo listens
            cat >/dev/null
            kill $p
            rm -f "$s"
            """;

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final MinaWire wire;
    private final int port;
    private final Pipe socat;

    private MinaPortListening(MinaWire wire, int port, Pipe socat) {
        this.wire = wire;
        this.port = port;
        this.socat = socat;
    }

    static MinaPortListening open(MinaWire wire, String there, Path here) throws IOException {
        var port = wire.listenOnPort(here);
        try {
            return new MinaPortListening(wire, port, lead(wire, there, port));
        } catch (IOException | RuntimeException e) {
            wire.leavePort(port);
            throw e;
        }
    }

    private static Pipe lead(MinaWire wire, String there, int port) throws IOException {
        var mark = new ShellMark();
        var script = List.of("sh", "-c", SCRIPT, "sh", there, Integer.toString(port));
        var socat = wire.exec(mark.before(ShellLine.of(script)));
        try {
            var told = new String(mark.output(socat.fromNode()).readNBytes(READY.length()), StandardCharsets.UTF_8);
            if (told.equals(READY)) {
                return socat;
            }
            var why = new String(mark.errors(socat.errors()).readAllBytes(), StandardCharsets.UTF_8).strip();
            throw new IOException("its server forwards ports only, and socat says: " + why);
        } catch (IOException | RuntimeException e) {
            socat.close();
            throw e;
        }
    }

    @Override
    public void stop() throws IOException {
        try (socat) {
            socat.toNode().close();
            socat.ending(LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            wire.leavePort(port);
        }
    }
}
