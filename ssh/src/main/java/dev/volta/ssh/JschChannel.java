package dev.volta.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.stream.SocketThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A JSch channel. The library's one reading thread fills the rings, and waits where one of them is full. */
final class JschChannel implements ExecChannel {
    private static final long GLANCE_NANOS = Duration.ofMillis(2).toNanos();

    private static final int NOT_TOLD = -1;
    private static final int ANSWER_MILLIS = 60_000;

    private final Channel channel;
    private final JschCalls calls;
    private final ByteRing output;
    private final ByteRing errors;
    private final OutputStream toNode;
    private final AtomicInteger answers = new AtomicInteger();

    private JschChannel(Channel channel, JschCalls calls, ByteRing output, ByteRing errors, OutputStream toNode) {
        this.channel = channel;
        this.calls = calls;
        this.output = output;
        this.errors = errors;
        this.toNode = toNode;
    }

    static JschChannel connect(Channel channel, ByteRing errors, int millis) throws IOException, JSchException {
        var output = new ByteRing();
        channel.setOutputStream(output.sink());
        var calls = new JschCalls("ssh-channel");
        var connected = false;
        try {
            var toNode = calls.through(channel.getOutputStream());
            calls.run(() -> channel.connect(millis));
            connected = true;
            return new JschChannel(channel, calls, output, errors, toNode);
        } finally {
            if (!connected) {
                calls.endWith(channel::disconnect);
            }
        }
    }

    @Override
    public OutputStream toNode() {
        return toNode;
    }

    @Override
    public InputStream fromNode() {
        return output.source();
    }

    @Override
    public InputStream errors() {
        return errors.source();
    }

    /** The library has no event for the exit status, which may come after the end of the output. */
    @Override
    public Optional<ExitStatus> ending(Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (status().isEmpty() && !channel.isClosed() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(GLANCE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return status();
    }

    private Optional<ExitStatus> status() {
        var signal = channel.getExitSignal();
        if (signal != null) {
            return Optional.of(new ExitStatus.Signalled(signal));
        }
        var code = channel.getExitStatus();
        return code == NOT_TOLD ? Optional.empty() : Optional.of(new ExitStatus.Exited(code));
    }

    @Override
    public long arrived() {
        return output.arrived() + errors.arrived();
    }

    /** The library waits for the answer to nothing but the opening of a channel; a server may also refuse that. */
    @Override
    public void ask() throws IOException {
        try {
            var probe = JschSession.open(channel.getSession(), "session");
            SocketThreads.named("ssh-question").start(() -> {
                if (isAnswered(probe)) {
                    answers.incrementAndGet();
                }
            });
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean isAnswered(Channel probe) {
        try {
            probe.connect(ANSWER_MILLIS);
            return true;
        } catch (JSchException _) {
            return probe.getExitStatus() != NOT_TOLD; // the reason of a refusal is kept there
        } finally {
            probe.disconnect();
        }
    }

    @Override
    public int answers() {
        return answers.get();
    }

    @Override
    public void signal(String name) throws IOException {
        try {
            channel.sendSignal(name);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // the library's signature
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        output.abandon();
        errors.abandon();
        calls.close(channel::disconnect);
    }
}
