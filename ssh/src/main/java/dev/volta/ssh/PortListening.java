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
final class PortListening implements SshConnection.Listening {
    private static final String READY = "listens";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The ports of a node that a connection listens on. */
    interface Ports {
        /** Has the node listen on a port of its choice, and leads what connects to {@code here} (RFC 4254 section 7.1). */
        int listenOnPort(Path here) throws IOException, InterruptedException;

        void leavePort(int port, Path here) throws IOException;
    }

    private final Ports ports;
    private final int port;
    private final Path here;
    private final ExecChannel socat;

    private PortListening(Ports ports, int port, Path here, ExecChannel socat) {
        this.ports = ports;
        this.port = port;
        this.here = here;
        this.socat = socat;
    }

    static PortListening open(SshConnection wire, Ports ports, String there, Path here)
            throws IOException, InterruptedException {
        var port = ports.listenOnPort(here);
        var leads = false;
        try {
            var listening = new PortListening(ports, port, here, lead(wire, there, port));
            leads = true;
            return listening;
        } finally {
            if (!leads) {
                ports.leavePort(port, here);
            }
        }
    }

    private static ExecChannel lead(SshConnection wire, String there, int port)
            throws IOException, InterruptedException {
        var mark = new ShellMark();
        var text = ScriptResource.read(PortListening.class, "socat.sh");
        var script = List.of("sh", "-c", text, "socat.sh", there, Integer.toString(port));
        var socat = wire.exec(mark.before(ShellLine.of(script)));
        try {
            var told = new String(mark.output(socat.fromNode()).readNBytes(READY.length()), StandardCharsets.UTF_8);
            if (told.equals(READY)) {
                return socat;
            }
            var why = new String(mark.errors(socat.errors()).readAllBytes(), StandardCharsets.UTF_8).strip();
            throw new IOException("its server forwards only ports, and "
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
            ports.leavePort(port, here);
        }
    }
}
