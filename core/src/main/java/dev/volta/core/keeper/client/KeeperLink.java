package dev.volta.core.keeper.client;

import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameConnection;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.keeper.wire.KeeperProtocolException;
import dev.volta.core.wire.PeerUser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A command's connection to its keeper, which carries all its conversations. */
final class KeeperLink implements FrameConnection.Receiver, AutoCloseable {
    private static final long GREETING_SECONDS = 10;
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final KeeperPlace place;
    private final FrameConnection line;
    private final AtomicInteger lastStream = new AtomicInteger();
    private final Map<Integer, KeeperConversation> conversations = new ConcurrentHashMap<>();
    private final CompletableFuture<Greeting.Welcome> welcome = new CompletableFuture<>();
    private volatile boolean silent;
    private volatile String lossReason = "";
    private final ReentrantLock releasing = new ReentrantLock();
    private volatile Optional<KeeperConversation> lastRelease = Optional.empty();

    private KeeperLink(KeeperPlace place, SocketChannel channel) {
        this.place = place;
        this.line = FrameConnection.over(channel, this);
    }

    /** Connects; an {@link IOException} if no keeper accepts there, or one that is just leaving. */
    static KeeperLink to(KeeperPlace place, Map<String, String> settings) throws IOException, InterruptedException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(place.socket()));
            if (!PeerUser.isSelf(channel)) {
                throw new KeeperException("another user listens on " + place.socket() + "; remove it");
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        var link = new KeeperLink(place, channel);
        link.line.begin(Thread.ofPlatform().name("keeper-link-", 0).daemon().factory());
        Thread.ofPlatform().name("keeper-watch").daemon().start(link::watch);
        link.line.send(new Greeting.Hello(settings).frame());
        try {
            link.welcome.get(GREETING_SECONDS, TimeUnit.SECONDS);
            return link;
        } catch (ExecutionException e) {
            throw new LinkLost(link.lossReason);
        } catch (TimeoutException e) {
            link.close();
            throw new KeeperException(
                    "the keeper on " + place.socket() + " does not answer; " + SocketOwner.remedy(place.socket()), e);
        } catch (InterruptedException e) {
            link.close();
            throw e;
        }
    }

    Greeting.Welcome welcome() {
        return welcome.join();
    }

    KeeperConversation converse() throws LinkLost {
        var conversation = new KeeperConversation(this, line, lastStream.incrementAndGet());
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

    void ended(KeeperConversation conversation) {
        conversations.remove(conversation.stream());
    }

    @Override
    public void received(Frame frame) throws KeeperProtocolException {
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
        lossReason = silent
                ? "it has been silent for " + FrameConnection.SILENCE.toSeconds() + " s; "
                        + SocketOwner.remedy(place.socket())
                : reason;
        conversations.values().forEach(conversation -> conversation.receive(Frame.of(FrameType.LOST, 0)));
        welcome.completeExceptionally(new LinkLost(lossReason));
    }

    /** A conversation waits for frames without a limit; here is who notices that none come. */
    private void watch() {
        try {
            while (!isLost() && !silent) {
                Thread.sleep(GLANCE);
                silent = line.silence().compareTo(FrameConnection.SILENCE) > 0;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        line.close();
    }

    /** Gives a connection back. The keeper takes what comes over one link in order, so nobody need wait for it yet. */
    void release(long lease) {
        releasing.lock();
        try {
            var talk = converse();
            line.post(new KeeperPayloadWriter().number(lease).frame(FrameType.RELEASE, talk.stream()));
            lastRelease.ifPresent(this::ended);
            lastRelease = Optional.of(talk);
        } catch (LinkLost _) {
            // with the keeper its connections are gone, or it takes back what a lost client had
        } finally {
            releasing.unlock();
        }
    }

    /** Hangs up when the keeper has taken back what was released, so that whoever comes next finds it. */
    @Override
    public void close() {
        try (line) {
            if (lastRelease.isPresent()) {
                lastRelease.get().answer();
            }
        } catch (IOException _) {
            // it is lost, and takes back what a lost client had
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
