package dev.volta.ssh;

import dev.volta.core.remote.IoReason;
import java.io.EOFException;
import java.io.IOException;

/** What was started for SFTP ended, or said something else, before it greeted. */
final class NoSftpServer extends IOException {
    /** What an administrator of the node may do. */
    static final String REMEDY = "its sshd_config needs a line such as 'Subsystem sftp internal-sftp'";

    private static final long serialVersionUID = 1;

    NoSftpServer(IOException cause) {
        super(
                "no SFTP server answers there" + (cause instanceof EOFException ? "" : " (" + IoReason.of(cause) + ")")
                        + "; " + REMEDY,
                cause);
    }
}
