package dev.volta.ssh;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** A channel to a socket on the node. */
final class MinaSocketChannel extends MinaStreamChannel {
    private final String type;
    private final Consumer<Buffer> whereto;

    private MinaSocketChannel(String type, Consumer<Buffer> whereto) {
        super(type);
        this.type = type;
        this.whereto = whereto;
    }

    /**
     * To a Unix socket: {@code direct-streamlocal@openssh.com} (OpenSSH's file PROTOCOL, section 2.4). The open message
     * carries the path, a string that is kept free, and a number that is kept free.
     */
    static MinaSocketChannel toSocket(String path) {
        return new MinaSocketChannel("direct-streamlocal@openssh.com", buffer -> {
            buffer.putString(path);
            buffer.putString("");
            buffer.putUInt(0);
        });
    }

    /**
     * To a TCP port: {@code direct-tcpip} (RFC 4254, section 7.2). The open message carries host and port, and those that
     * the connection comes from.
     */
    static MinaSocketChannel toPort(String host, int port) {
        return new MinaSocketChannel("direct-tcpip", buffer -> {
            buffer.putString(host);
            buffer.putUInt(port);
            buffer.putString(host);
            buffer.putUInt(0);
        });
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(this, futureLock);
        var buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
        buffer.putString(type);
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        whereto.accept(buffer);
        writePacket(buffer);
        return openFuture;
    }
}
