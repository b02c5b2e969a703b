package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import dev.volta.core.wire.RawText;
import java.util.List;

/**
 * A program that ended, with what it printed.
 *
 * @param stdout at most {@link #CAPTURE_LIMIT} bytes, the first ones
 * @param stderr likewise
 */
public record Completed(NodeName node, Command command, ExitStatus status, byte[] stdout, byte[] stderr) {
    /** Bytes kept of each stream; a command that prints more is run with an {@link OutputSink}. */
    public static final int CAPTURE_LIMIT = 4 << 20;

    private static final int TAIL = 600;

    /** As {@link RawText}: names that were printed are the same bytes when they are sent back. */
    public String out() {
        return RawText.decode(stdout);
    }

    public String err() {
        return RawText.decode(stderr);
    }

    /** The lines of standard output. */
    public List<PrintedLine> lines() {
        return out().lines().map(line -> new PrintedLine(node, command, line)).toList();
    }

    public boolean ok() {
        return status.ok();
    }

    /** This result if the program returned 0, else an exception that names host, command, status and stderr's tail. */
    public Completed require() {
        if (ok()) {
            return this;
        }
        var complaint = err().strip();
        var tail = complaint.length() <= TAIL ? complaint : "…" + complaint.substring(complaint.length() - TAIL);
        throw new RemoteException(
                node, "'" + command.brief() + "' failed: " + status + (tail.isEmpty() ? "" : ": " + tail));
    }
}
