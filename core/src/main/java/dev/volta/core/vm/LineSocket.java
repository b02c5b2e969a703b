package dev.volta.core.vm;

import java.io.BufferedReader;
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
import java.util.function.Predicate;

/** Lines of text over a Unix socket, which a thread reads so that waiting for one can have a limit. */
final class LineSocket implements AutoCloseable {
    private static final End END = new End();

    private final SocketChannel channel;
    private final Predicate<String> aside;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
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
        if (first instanceof End) {
            heard.add(END);
        }
        return first;
    }

    private void read() {
        try (var lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                if (!aside.test(line)) {
                    heard.add(new Line(line));
                }
            }
        } catch (IOException e) {
            // broken or closed under us: an end like any other
        } finally {
            heard.add(END);
            ended.complete(null);
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
