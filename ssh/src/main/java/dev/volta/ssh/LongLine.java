package dev.volta.ssh;

import dev.volta.core.wire.RawText;
import java.io.IOException;

/**
 * Starts lines of any length. dropbear ends a connection over which a command of more than 9000 bytes comes, so there the
 * shell gets a long line as the beginning of its input, of which {@code head} takes no more than that.
 */
final class LongLine {
    private static final int SHORT = 8000;

    private LongLine() {}

    static ExecChannel exec(SshConnection wire, String line) throws IOException, InterruptedException {
        var bytes = RawText.encode(line);
        if (bytes.length <= SHORT || !wire.isDropbear()) {
            return wire.exec(line);
        }
        var pipe = wire.exec("eval \"$(head -c " + bytes.length + ")\"");
        var begun = false;
        try {
            pipe.toNode().write(bytes);
            pipe.toNode().flush();
            begun = true;
            return pipe;
        } finally {
            if (!begun) {
                pipe.close();
            }
        }
    }
}
