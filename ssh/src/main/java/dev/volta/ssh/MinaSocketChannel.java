package dev.volta.ssh;

import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;

/**
 * A channel to a Unix socket on the node: {@code direct-streamlocal@openssh.com} (OpenSSH's file PROTOCOL, section 2.4).
 * The open message carries the path, a string that is kept free, and a number that is kept free.
 */
final class MinaSocketChannel extends MinaStreamChannel {
    private static final String TYPE = "direct-streamlocal@openssh.com";

    private final String path;

    MinaSocketChannel(String path) {
        super(TYPE);
        this.path = path;
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(this, futureLock);
        var buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
        buffer.putString(TYPE);
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        buffer.putString(path);
        buffer.putString("");
        buffer.putUInt(0);
        writePacket(buffer);
        return openFuture;
    }
}
