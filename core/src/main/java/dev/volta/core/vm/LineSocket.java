package dev.volta.core.vm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lines of text over a Unix socket, which a thread reads so that waiting for one can have a limit. A guest may have a say in what
 * comes: the connection ends if a line is too long, or more lines wait than anybody asks for.
 */
final class LineSocket implements AutoCloseable {
    private static final End END = new End();

    /** The longest answers of QEMU have some thousands. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final int MOST_WAITING = 1000;

    /** Together; a guest's short lines have some overhead each, so their number is bounded too. */
    private static final int MOST_WAITING_LETTERS = 4 << 20;

    private final SocketChannel channel;
    private final Predicate<String> aside;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** What came within the limit. */
    sealed interface Heard {}

    record Line(String text) implements Heard {}

    /** The other side has closed; whoever asks again hears it again. */
    record End() implements Heard {}

    record Silence() implements Heard {}

    private LineSocket(SocketChannel channel, Predicate<String> aside) {
        this.channel = channel;
        this.aside = aside;
    }

    /** @param aside is given each line, and takes those for itself that it is true for */
    static LineSocket connect(Path path, String role, Predicate<String> aside) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return begin(new LineSocket(channel, aside), role);
    }

    /** Of a channel that is connected, and belongs to this from now on. */
    static LineSocket of(SocketChannel channel, String role) {
        return begin(new LineSocket(channel, _ -> false), role);
    }

    private static LineSocket begin(LineSocket socket, String role) {
        Thread.ofPlatform().name(role + "-reader").daemon().start(socket::read);
        return socket;
    }

    void send(String line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    Heard next(Duration limit) throws InterruptedException {
        var first = heard.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return new Silence();
        }
        switch (first) {
            case End _ -> heard.add(END);
            case Line(String text) -> waiting.addAndGet(-text.length());
            case Silence _ -> {}
        }
        return first;
    }

    private void read() {
        try (var lines = new InputStreamReader(
                new BufferedInputStream(Channels.newInputStream(channel)), StandardCharsets.UTF_8)) {
            var line = new StringBuilder();
            for (int letter; (letter = lines.read()) >= 0; ) {
                if (letter != '\n') {
                    line.append((char) letter);
                    requireShort(line.length(), LONGEST_LINE);
                } else {
                    take(withoutReturn(line));
                    line.setLength(0);
                }
            }
            if (!line.isEmpty()) {
                take(line.toString());
            }
        } catch (IOException e) {
            // broken or closed under us, or too much came: an end like any other
        } finally {
            heard.add(END);
            ended.complete(null);
        }
    }

    private static String withoutReturn(StringBuilder line) {
        var end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    private void take(String line) throws IOException {
        if (!aside.test(line)) {
            requireShort(waiting.addAndGet(line.length()), MOST_WAITING_LETTERS);
            requireShort(heard.size(), MOST_WAITING);
            heard.add(new Line(line));
        }
    }

    private static void requireShort(int length, int limit) throws IOException {
        if (length > limit) {
            throw new IOException("more came than anybody asks for");
        }
    }

    /** Completed when nothing more can come. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing more can be done with it
        }
    }
}
