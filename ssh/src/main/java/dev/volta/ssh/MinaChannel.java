package dev.volta.ssh;

import dev.volta.core.remote.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.common.SshConstants;

/** A MINA channel. What is read from it opens its window again, so a slow reader holds up this channel alone. */
final class MinaChannel implements SshChannel {
    private static final Set<ClientChannelEvent> ENDED =
            EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED);

    private static final String QUESTION = "keepalive@openssh.com";

    private final AbstractClientChannel channel;
    private final Arrivals arrivals;
    private final AtomicInteger answers = new AtomicInteger();

    private MinaChannel(AbstractClientChannel channel, Arrivals arrivals) {
        this.channel = channel;
        this.arrivals = arrivals;
    }

    static <C extends AbstractClientChannel & Arrivals.Counted> MinaChannel of(C channel) {
        return new MinaChannel(channel, channel.arrivals());
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
    public long arrived() {
        return arrivals.bytes();
    }

    @Override
    public void ask() throws IOException {
        var session = channel.getSession();
        var buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        buffer.putString(QUESTION);
        buffer.putBoolean(true);
        session.request(buffer, QUESTION, (_, _) -> answers.incrementAndGet());
    }

    @Override
    public int answers() {
        return answers.get();
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
