package dev.volta.core.vm.link;

import dev.volta.core.stream.Relay;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a guest's port. The thread that reads never waits, so a stream whose receiver is stuck holds up no
 * other; who sends does so himself, one at a time. Threads that may be interrupted do not send: that would close the
 * connection.
 */
final class LinkSession implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** That a guest may have open at once; each may have a window of bytes waiting here. */
    static final int MOST_FROM_GUEST = 128;

    /** With those that are being refused. A guest that does not wait for its answers is no longer listened to. */
    private static final int MOST_UNANSWERED = 2 * MOST_FROM_GUEST;

    private final String name;
    private final SocketChannel channel;
    private final LinkNonce nonce = LinkNonce.random();
    private final ReentrantLock sending = new ReentrantLock(true);
    private final AtomicInteger lastNumber = new AtomicInteger(-1);
    private final Map<Integer, LinkStream> streams = new ConcurrentHashMap<>();
    private final Map<Integer, Listening> listenings = new ConcurrentHashMap<>();

    /** A socket of the guest that leads {@code here}. */
    private record Listening(Path here, CompletableFuture<Void> begun, CompletableFuture<Void> ended) {}

    LinkSession(String name, SocketChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Reads until the connection ends.
     *
     * @param greeted run when the guest has answered
     */
    void serve(Runnable greeted) {
        try (this) {
            write(nonce.greeting());
            var reader = new LinkReader(channel, nonce);
            reader.awaitHello();
            greeted.run();
            while (true) {
                take(reader.next());
            }
        } catch (IOException | RuntimeException | Error _) {
            // closed here or there, or what came was no frame or too much: a new connection begins anew
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** A stream to the guest's socket {@code there}; fails with the guest's reason. */
    LinkStream connect(String there) throws IOException, InterruptedException {
        var number = lastNumber.addAndGet(2);
        var stream = new LinkStream(this, number);
        streams.put(number, stream);
        try {
            send(LinkFrame.of(LinkFrameType.OPEN, number, there));
            await(stream.opened());
            return stream;
        } catch (IOException | InterruptedException e) {
            stream.close();
            throw e;
        }
    }

    /** Has the guest listen on {@code there}, and gives the number by which that is ended. */
    int listen(String there, Path here) throws IOException, InterruptedException {
        var number = lastNumber.addAndGet(2);
        var listening = new Listening(here, new CompletableFuture<>(), new CompletableFuture<>());
        listenings.put(number, listening);
        try {
            order(LinkFrame.of(LinkFrameType.LISTEN, number, there));
            await(listening.begun());
            return number;
        } catch (IOException | InterruptedException e) {
            listenings.remove(number);
            order(LinkFrame.of(LinkFrameType.UNLISTEN, number)); // it may have begun
            throw e;
        }
    }

    /** Returns when the guest has removed its socket. */
    void unlisten(int number) throws IOException, InterruptedException {
        var listening = listenings.get(number);
        if (listening != null) {
            order(LinkFrame.of(LinkFrameType.UNLISTEN, number));
            await(listening.ended());
        }
    }

    private void order(LinkFrame frame) {
        Thread.ofVirtual().name(name + "-order").start(() -> {
            try {
                send(frame);
            } catch (IOException | RuntimeException | Error _) {
                close();
            }
        });
    }

    private void await(CompletableFuture<Void> answer) throws IOException, InterruptedException {
        if (!isOpen()) {
            throw new EOFException("the link was lost");
        }
        try {
            answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("the guest has not answered for " + ANSWER.toSeconds() + " s", e);
        }
    }

    void forget(int number) {
        streams.remove(number);
    }

    void send(LinkFrame frame) throws IOException {
        write(nonce.write(frame));
    }

    private void write(ByteBuffer bytes) throws IOException {
        sending.lock();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            sending.unlock();
        }
    }

    /** What is about a stream that has ended crossed the word of that on its way. */
    private void take(LinkFrame frame) throws IOException {
        var stream = streams.get(frame.stream());
        var listening = listenings.get(frame.stream());
        if (frame.type() == LinkFrameType.HELLO) {
            throw new IOException("the guest begins anew");
        } else if (frame.type() == LinkFrameType.OPEN) {
            accept(frame);
        } else if (stream != null && !stream.take(frame)) {
            throw new IOException("the guest sends what it may not: " + frame.type());
        } else if (listening != null) {
            take(listening, frame);
        }
    }

    private void take(Listening listening, LinkFrame frame) {
        switch (frame.type()) {
            case OPENED -> listening.begun().complete(null);
            case REFUSED -> listening.begun().completeExceptionally(new IOException(frame.text()));
            case RESET -> {
                listenings.remove(frame.stream());
                listening.ended().complete(null);
            }
            case FILLER, HELLO, LISTEN, UNLISTEN, OPEN, DATA, END, CREDIT -> {
                // not about a socket that listens
            }
        }
    }

    private void accept(LinkFrame open) throws IOException {
        var number = open.stream();
        var fromGuest = streams.keySet().stream().filter(LinkSession::isOfGuest).count();
        if (!isOfGuest(number) || streams.containsKey(number) || fromGuest >= MOST_UNANSWERED) {
            throw new IOException("the guest opens what it may not: " + number);
        }
        var stream = new LinkStream(this, number);
        streams.put(number, stream);
        if (fromGuest >= MOST_FROM_GUEST) {
            var reason = "more than " + MOST_FROM_GUEST + " connections at once";
            Thread.ofVirtual().name(name + "-refusal").start(() -> refuse(stream, number, reason));
            return;
        }
        var listening = listenings.get(open.number());
        Thread.ofVirtual().name(name + "-from-guest").start(() -> lead(stream, number, listening));
    }

    private static boolean isOfGuest(int number) {
        return (number & 1) == 0;
    }

    private void lead(LinkStream stream, int number, @Nullable Listening listening) {
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (listening == null) {
                throw new IOException("nobody asked for it");
            }
            socket.connect(UnixDomainSocketAddress.of(listening.here()));
            send(LinkFrame.of(LinkFrameType.OPENED, number));
            Relay.run(name + "-to-" + listening.here(), socket, stream);
        } catch (IOException e) {
            refuse(stream, number, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // whoever connected in the guest waits for an answer
            refuse(stream, number, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(LinkStream stream, int number, String reason) {
        try {
            send(LinkFrame.of(LinkFrameType.REFUSED, number, reason));
        } catch (IOException _) {
            close();
        }
        stream.cut();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // it is closed for this process either way
        }
        var lost = new EOFException("the link was lost");
        listenings.values().forEach(listening -> {
            listening.begun().completeExceptionally(lost);
            listening.ended().complete(null);
        });
        listenings.clear();
        streams.values().forEach(LinkStream::cut);
    }
}
