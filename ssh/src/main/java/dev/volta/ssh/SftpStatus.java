package dev.volta.ssh;

import java.io.IOException;

/** A request that an SFTP server refused; {@code code} is from the draft's section 7. */
final class SftpStatus extends IOException {
    private static final long serialVersionUID = 1;

    static final int OK = 0;
    static final int EOF = 1;
    static final int NO_SUCH_FILE = 2;

    private final int code;

    SftpStatus(int code, String message) {
        super(message.isEmpty() ? "SFTP status " + code : message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
