package dev.volta.ssh;

import dev.volta.core.remote.ScriptResource;
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
        var text = ScriptResource.read(MinaPortListening.class, "socat.sh");
        var script = List.of("sh", "-c", text, "socat.sh", there, Integer.toString(port));
        var socat = wire.exec(mark.before(ShellLine.of(script)));
        try {
            var told = new String(mark.output(socat.fromNode()).readNBytes(READY.length()), StandardCharsets.UTF_8);
            if (told.equals(READY)) {
                return socat;
            }
            var why = new String(mark.errors(socat.errors()).readAllBytes(), StandardCharsets.UTF_8).strip();
            throw new IOException("its server forwards ports only, and "
                    + (mark.isSeen() ? "socat" : "the user's login shell") + " says: " + why);
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
