package dev.volta.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * Runs a line in a shell and tells how it ended before it sends what it printed, as sshd may on a busy machine. The output is
 * only sent when the client asks a second time, before the answer to that.
 */
final class StatusFirst extends StreamedCommand {
    private final String line;
    private final Question question;

    StatusFirst(String line, Question question) {
        this.line = line;
        this.question = question;
    }

    /** What the client asks once it was told the status. */
    static final class Question {
        private final AtomicBoolean again = new AtomicBoolean();
        private final CountDownLatch told = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch sent = new CountDownLatch(1);

        /** Returns when it may be answered: the first time at once, from then on when the output has been sent. */
        void ask() {
            if (told.getCount() > 0 || !again.getAndSet(true)) {
                return;
            }
            asked.countDown();
            try {
                sent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        channel.addRequestHandler((Channel c, String request, boolean wantReply, Buffer buffer) -> {
            question.ask();
            return RequestHandler.Result.Unsupported;
        });
        var shell = new ProcessBuilder("sh", "-c", line).start();
        Thread.ofVirtual().start(() -> carry(shell, channel));
    }

    private void carry(Process shell, ChannelSession channel) {
        try {
            var output = shell.getInputStream().readAllBytes();
            var errors = shell.getErrorStream().readAllBytes();
            var code = shell.waitFor();
            tell(channel, code);
            question.told.countDown();
            question.asked.await();
            out.write(output);
            out.flush();
            err.write(errors);
            err.flush();
            question.sent.countDown();
            exit.onExit(code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(ChannelSession channel, int code) throws IOException {
        var buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        buffer.putUInt(channel.getRecipient());
        buffer.putString("exit-status");
        buffer.putBoolean(false);
        buffer.putUInt(code);
        channel.writePacket(buffer);
    }

    @Override
    public void destroy(ChannelSession channel) {
        question.asked.countDown();
        question.sent.countDown();
    }
}
