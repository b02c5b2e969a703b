package dev.volta.ssh;

import java.io.IOException;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.common.channel.ChannelPipedSink;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * A channel that carries a Unix socket. The library's channel for TCP has the streams for it, but ends what is read only
 * when the whole channel closes; here the node's end of file ends it, and the way there stays open.
 */
abstract class MinaStreamChannel extends ChannelDirectTcpip {
    private static final SshdSocketAddress NOWHERE = new SshdSocketAddress("localhost", 0);

    private final String type;

    MinaStreamChannel(String type) {
        super(NOWHERE, NOWHERE);
        this.type = type;
    }

    @Override
    public String getChannelType() {
        return type;
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        LateData.deliver(this, () -> super.doWriteData(data, offset, length));
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        if (getInvertedOut() instanceof ChannelPipedSink read) {
            read.eof();
        }
    }
}
