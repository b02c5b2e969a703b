package dev.volta.ssh;

import dev.volta.core.remote.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.common.SshConstants;

/** The MINA channel of a program. */
final class MinaProgram extends MinaChannel implements ExecChannel {
    private static final Set<ClientChannelEvent> ENDED =
            EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED);

    private static final String QUESTION = "keepalive@openssh.com";

    private final MinaExecChannel channel;
    private final AtomicInteger answers = new AtomicInteger();

    MinaProgram(MinaExecChannel channel) {
        super(channel);
        this.channel = channel;
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
        return channel.arrived();
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
}
