package dev.volta.ssh;

import dev.volta.core.stream.Relay;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A channel that the node opens because someone connected to what it listens on for us: a Unix socket ({@code
 * forwarded-streamlocal@openssh.com}, OpenSSH's file PROTOCOL, section 2.4), whose path is in the open message, or a port
 * ({@code forwarded-tcpip}, RFC 4254 section 7.2), with whose address and number the open message begins. It is confirmed once the socket here is connected to, and refused if that fails.
 */
final class MinaForwarded extends MinaStreamChannel {
    private static final String OF_SOCKET = "forwarded-streamlocal@openssh.com";
    private static final String OF_PORT = "forwarded-tcpip";
    private static final long LISTENER_SECONDS = 10;

    /** Where the sockets and ports of a session lead: from paths, or addresses with ports, to paths here. */
    static final AttributeRepository.AttributeKey<Map<String, Path>> WAYS = new AttributeRepository.AttributeKey<>();

    private MinaForwarded(String type) {
        super(type);
    }

    static String way(String address, long port) {
        return address + ":" + port;
    }

    @Override
    public OpenFuture open(long recipient, long windowSize, long packetSize, Buffer buffer) {
        var first = buffer.getString();
        var path = getChannelType().equals(OF_PORT) ? way(first, buffer.getUInt()) : first;
        var here = waysOf(getSession()).get(path);
        var listened = new CountDownLatch(1);
        var answer = new DefaultOpenFuture(this, futureLock) {
            @Override
            public OpenFuture addListener(SshFutureListener<OpenFuture> listener) {
                super.addListener(listener);
                listened.countDown();
                return this;
            }
        };
        if (here == null) {
            refuse(answer, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, path + " was not asked for");
            return answer;
        }
        Thread.ofVirtual().name("ssh-from-" + path).start(() -> {
            try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                if (!listened.await(LISTENER_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("the channel was not taken up");
                }
                socket.connect(UnixDomainSocketAddress.of(here));
                // Only now: closing a channel that has streams sends an end of file, and sshd ends the whole connection
                // when it gets one for a channel that was refused.
                openFuture = new DefaultOpenFuture(this, futureLock);
                handleOpenSuccess(recipient, windowSize, packetSize, new ByteArrayBuffer());
                answer.setOpened(); // sends the confirmation, which goes before the first byte
                Relay.run("ssh-to-" + here, socket, new MinaChannel(this));
            } catch (IOException e) {
                refuse(answer, SshConstants.SSH_OPEN_CONNECT_FAILED, here + ": " + e.getMessage());
            } catch (RuntimeException | Error e) { // whoever connected on the node waits for an answer
                refuse(answer, SshConstants.SSH_OPEN_CONNECT_FAILED, here + ": " + e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                close(true);
            }
        });
        return answer;
    }

    private void refuse(OpenFuture answer, int reason, String message) {
        answer.setException(new SshChannelOpenException(getChannelId(), reason, message));
        close(true);
    }

    static Map<String, Path> waysOf(Session session) {
        return session.computeAttributeIfAbsent(WAYS, key -> new ConcurrentHashMap<>());
    }

    /** Make these channels for all sessions of a client. */
    static List<ChannelFactory> factories() {
        return List.of(new Factory(OF_SOCKET), new Factory(OF_PORT));
    }

    private record Factory(String type) implements ChannelFactory {
        @Override
        public String getName() {
            return type;
        }

        @Override
        public Channel createChannel(Session session) {
            return new MinaForwarded(type);
        }
    }
}
