package dev.volta.ssh;

import dev.volta.core.remote.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.common.SshConstants;

/** A MINA channel. What is read from it opens its window again, so a slow reader holds up this channel alone. */
final class MinaChannel implements SshChannel {
    private static final Set<ClientChannelEvent> ENDED =
            EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED);

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

    @Override
    public InputStream errors() {
        return channel.getInvertedErr();
    }

    @Override
    public Optional<ExitStatus> ending(Duration limit) throws InterruptedException {
        if (status().isEmpty() && !limit.isZero()) {
            channel.waitFor(ENDED, limit);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return status();
    }

    private Optional<ExitStatus> status() {
        var signal = channel.getExitSignal();
        if (signal != null) {
            return Optional.of(new ExitStatus.Signalled(signal));
        }
        return Optional.ofNullable(channel.getExitStatus()).map(ExitStatus.Exited::new);
    }

    @Override
    public void signal(String name) throws IOException {
        if (channel.isClosing()) {
            return; // the program has ended
        }
        var buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        buffer.putUInt(channel.getRecipient());
        buffer.putString("signal");
        buffer.putBoolean(false);
        buffer.putString(name);
        channel.writePacket(buffer);
    }

    /** Gracefully, since an immediate close would keep the message that ends the channel from being sent. */
    @Override
    public void close() {
        channel.close(false);
    }
}
