package dev.volta.ssh;

import dev.volta.core.stream.Duplex;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.client.channel.AbstractClientChannel;

/** A MINA channel. What is read from it opens its window again, so a slow reader holds up this channel alone. */
class MinaChannel implements Duplex {
    private final AbstractClientChannel channel;

    MinaChannel(AbstractClientChannel channel) {
        this.channel = channel;
    }

    @Override
    public OutputStream toNode() {
        return channel.getInvertedIn();
    }

    @Override
    public InputStream fromNode() {
        return channel.getInvertedOut();
    }

    /** Gracefully, since an immediate close would keep the message that ends the channel from being sent. */
    @Override
    public void close() {
        channel.close(false);
    }
}
