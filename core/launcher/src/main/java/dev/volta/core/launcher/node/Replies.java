package dev.volta.core.launcher.node;

import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherReply;
import java.io.IOException;
import java.io.OutputStream;

/** The way to the client, for any thread. A client that is gone keeps nobody from cleaning up. */
final class Replies {
    private final OutputStream out;
    private boolean clientIsGone; // guarded by this

    Replies(OutputStream out) {
        this.out = out;
    }

    synchronized void send(LauncherReply reply) {
        if (clientIsGone) {
            return;
        }
        try {
            LauncherCodec.write(out, reply);
        } catch (IOException e) {
            clientIsGone = true;
            System.err.println("the client does not listen any more: " + e.getMessage());
        }
    }
}
