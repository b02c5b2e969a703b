package dev.volta.core.wire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How long the path of a Unix socket may be: {@code sun_path} of Linux has 108 bytes, the last of which is zero (unix(7)). */
public final class SocketPath {
    public static final int MOST_BYTES = 107;

    private SocketPath() {}

    public static int bytes(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a socket can be there. */
    public static boolean fits(Path socket) {
        return bytes(socket) <= MOST_BYTES;
    }
}
