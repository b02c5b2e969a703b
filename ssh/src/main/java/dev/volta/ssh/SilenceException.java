package dev.volta.ssh;

import dev.volta.core.config.DurationFormat;
import java.io.IOException;
import java.time.Duration;

/** The program at the other end of a channel neither sent nor took a byte for too long. */
final class SilenceException extends IOException {
    private static final long serialVersionUID = 1;

    SilenceException(Duration limit) {
        super("the node's SFTP server has neither sent nor taken a byte for " + DurationFormat.inWords(limit)
                + "; look for ForceCommand in the node's sshd_config, for command= in authorized_keys, and for a disk"
                + " that hangs");
    }
}
