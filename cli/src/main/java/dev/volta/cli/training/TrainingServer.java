package dev.volta.cli.training;

import dev.volta.core.wire.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.jspecify.annotations.Nullable;

/**
 * An SSH server in this process, on two loopback addresses. Every file that is sent vanishes.
 * The start-up cache is trained with it: most of the time of a short command on nodes is that of loading the classes
 * of a key exchange.
 */
final class TrainingServer implements AutoCloseable {
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2");
    private static final int ED25519_BITS = 256;

    private final SshServer server;
    private final KeyPair hostKey;
    private final Path identity;

    /** What becomes of commands. */
    enum Commands {
        /** They succeed at once, and none is run. */
        DO_NOTHING,
        /** A shell of this machine runs them: for those that change nothing. */
        RUN;

        private Command of(ChannelSession channel, String line) throws IOException {
            return switch (this) {
                case DO_NOTHING -> new Nothing(line);
                case RUN -> new ProcessShellFactory(line, "sh", "-c", line).createShell(channel);
            };
        }
    }

    private TrainingServer(SshServer server, KeyPair hostKey, Path identity) {
        this.server = server;
        this.hostKey = hostKey;
        this.identity = identity;
    }

    /** Starts it, for whoever has the key that is written to {@code folder}. */
    static TrainingServer start(Path folder, Commands commands) throws IOException {
        try {
            var hostKey = newKey();
            var clientKey = newKey();
            var identity = folder.resolve("identity");
            var written = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "training", null, written);
            AtomicFile.write(identity, written.toByteArray());
            var server = SshServer.setUpDefaultServer();
            server.setHost(String.join(",", ADDRESSES));
            server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
            server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, clientKey.getPublic()));
            server.setCommandFactory(commands::of);
            server.setSubsystemFactories(List.of(TrainingSftp.FACTORY));
            server.start();
            return new TrainingServer(server, hostKey, identity);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
    }

    /** A private key that lets its holder in. */
    Path identity() {
        return identity;
    }

    /** Where it listens, as {@code address:port}. */
    List<String> addresses() {
        return ADDRESSES.stream()
                .map(address -> address + ":" + server.getPort())
                .toList();
    }

    /** Its key, as lines of a file of known hosts. */
    List<String> knownHosts() {
        var key = PublicKeyEntry.toString(hostKey.getPublic());
        return ADDRESSES.stream()
                .map(address -> "[" + address + "]:" + server.getPort() + " " + key)
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** A command that succeeds at once, and prints no more than what proves that it was begun and ended. */
    private static final class Nothing implements Command {
        private static final Pattern SUM = Pattern.compile("(volta-[a-z]+-)\\$\\(\\((\\d+)\\+(\\d+)\\)\\)");

        private final String line;
        private @Nullable ExitCallback ended;
        private OutputStream output = OutputStream.nullOutputStream();

        Nothing(String line) {
            this.line = line;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            ended = callback;
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream out) {
            output = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {}

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            for (var sum = SUM.matcher(line); sum.find(); ) {
                var word = sum.group(1) + (Integer.parseInt(sum.group(2)) + Integer.parseInt(sum.group(3)));
                output.write((word + (word.startsWith("volta-end") ? ":0\n" : "\n")).getBytes(StandardCharsets.UTF_8));
            }
            output.flush();
            if (ended != null) {
                ended.onExit(0);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
