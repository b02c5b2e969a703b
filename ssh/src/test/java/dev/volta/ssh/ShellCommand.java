package dev.volta.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/** Runs a line in a shell, as sshd does, and tells signals as sshd does. */
final class ShellCommand extends StreamedCommand {
    private static final Duration BACKGROUND = Duration.ofSeconds(3);

    private final String line;
    private volatile @Nullable Process process;

    ShellCommand(String line) {
        this.line = line;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        var shell = new ProcessBuilder("sh", "-c", line).start();
        process = shell;
        channel.addRequestHandler(
                (Channel c, String request, boolean wantReply, org.apache.sshd.common.util.buffer.Buffer buffer) -> {
                    if (!request.equals("signal")) {
                        return RequestHandler.Result.Unsupported;
                    }
                    kill(shell);
                    return RequestHandler.Result.ReplySuccess;
                });
        Thread.ofVirtual().start(() -> {
            try (var to = shell.getOutputStream()) {
                pump(in, to);
            } catch (IOException e) {
                // the program does not read its input
            }
        });
        Thread.ofVirtual().start(() -> carry(shell, channel));
    }

    private void carry(Process shell, ChannelSession channel) {
        try {
            var errors = Thread.ofVirtual().start(() -> pumpQuietly(shell.getErrorStream(), err));
            var output = Thread.ofVirtual().start(() -> pumpQuietly(shell.getInputStream(), out));
            var code = shell.waitFor();
            // What the shell left in the background may hold the output open for ever.
            output.join(BACKGROUND);
            errors.join(BACKGROUND);
            var signal = code == 137 ? "KILL" : code == 143 ? "TERM" : "";
            if (signal.isEmpty()) {
                exit.onExit(code);
                return;
            }
            var buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
            buffer.putUInt(channel.getRecipient());
            buffer.putString("exit-signal");
            buffer.putBoolean(false);
            buffer.putString(signal);
            buffer.putBoolean(false);
            buffer.putString("");
            buffer.putString("");
            channel.writePacket(buffer);
            channel.close(false);
        } catch (IOException e) {
            channel.close(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pumpQuietly(InputStream from, OutputStream to) {
        try {
            pump(from, to);
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
        var piece = new byte[32 << 10];
        for (int n; (n = from.read(piece)) >= 0; ) {
            to.write(piece, 0, n);
            to.flush();
        }
    }

    private static void kill(Process shell) {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    @Override
    public void destroy(ChannelSession channel) {
        var shell = process;
        if (shell != null) {
            kill(shell);
        }
    }
}
