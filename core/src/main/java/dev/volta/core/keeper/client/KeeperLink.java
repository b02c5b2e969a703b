package dev.volta.core.keeper.client;

import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.keeper.wire.Line;
import dev.volta.core.keeper.wire.Peer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A command's connection to its keeper, which carries all its conversations. */
final class KeeperLink implements Line.Receiver, AutoCloseable {
    private static final long GREETING_SECONDS = 10;

    private final Line line;
    private final AtomicInteger lastStream = new AtomicInteger();
    private final Map<Integer, Conversation> conversations = new ConcurrentHashMap<>();
    private final CompletableFuture<Greeting.Welcome> welcome = new CompletableFuture<>();
    private volatile String lossReason = "";

    private KeeperLink(SocketChannel channel) {
        this.line = Line.over(channel, this);
    }

    /** Connects; an {@link IOException} if no keeper accepts there, or one that is just leaving. */
    static KeeperLink to(KeeperPlace place, Map<String, String> settings) throws IOException, InterruptedException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(place.socket()));
            if (!Peer.isSelf(channel)) {
                throw new KeeperException("another user listens on " + place.socket() + "; remove it");
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        var link = new KeeperLink(channel);
        link.line.begin(Thread.ofPlatform().name("keeper-link-", 0).daemon().factory());
        link.line.send(new Greeting.Hello(settings).frame());
        try {
            link.welcome.get(GREETING_SECONDS, TimeUnit.SECONDS);
            return link;
        } catch (ExecutionException e) {
            throw new LinkLost(link.lossReason);
        } catch (TimeoutException e) {
            link.close();
            throw new KeeperException(
                    "the keeper on " + place.socket() + " does not answer; end its process and try again", e);
        } catch (InterruptedException e) {
            link.close();
            throw e;
        }
    }

    Greeting.Welcome welcome() {
        return welcome.join();
    }

    Conversation converse() throws LinkLost {
        var conversation = new Conversation(this, line, lastStream.incrementAndGet());
        conversations.put(conversation.stream(), conversation);
        if (isLost()) {
            conversations.remove(conversation.stream());
            throw new LinkLost(lossReason);
        }
        return conversation;
    }

    boolean isLost() {
        return !lossReason.isEmpty();
    }

    String lossReason() {
        return lossReason;
    }

    void ended(Conversation conversation) {
        conversations.remove(conversation.stream());
    }

    @Override
    public void received(Frame frame) throws dev.volta.core.keeper.wire.ProtocolException {
        if (frame.type() == FrameType.WELCOME) {
            welcome.complete(Greeting.Welcome.read(frame));
            return;
        }
        var conversation = conversations.get(frame.stream());
        if (conversation != null) { // what comes after its end was under way when it was cancelled
            conversation.receive(frame);
        }
    }

    @Override
    public void lost(String reason) {
        lossReason = reason;
        conversations.values().forEach(conversation -> conversation.receive(Frame.of(FrameType.LOST, 0)));
        welcome.completeExceptionally(new LinkLost(reason));
    }

    @Override
    public void close() {
        line.close();
    }
}
