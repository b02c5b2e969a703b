package dev.volta.core.metrics;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks one service for its metrics, over a Unix socket of this machine that leads to the service's, with HTTP/1.1. The
 * connection is kept for the next time; when it breaks, the next time makes a new one.
 */
final class Scrape implements AutoCloseable {
    private static final byte[] REQUEST =
            "GET /metrics HTTP/1.1\r\nHost: volta\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int MOST_BYTES = 4 << 20;

    private final Path socket;
    private @Nullable SocketChannel channel;

    Scrape(Path socket) {
        this.socket = socket;
    }

    /**
     * What the service answers.
     *
     * @throws IOException if it does not answer within {@code limit}, or not with metrics
     */
    String ask(Duration limit) throws IOException {
        var complete = false;
        try {
            var text = ask(connected(), System.nanoTime() + limit.toNanos());
            complete = true;
            return text;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private SocketChannel connected() throws IOException {
        var open = channel;
        if (open == null) {
            open = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel = open;
            open.connect(UnixDomainSocketAddress.of(socket));
            open.configureBlocking(false);
        }
        return open;
    }

    private static String ask(SocketChannel channel, long deadline) throws IOException {
        try (var selector = Selector.open()) {
            var key = channel.register(selector, SelectionKey.OP_WRITE);
            for (var request = ByteBuffer.wrap(REQUEST); request.hasRemaining(); channel.write(request)) {
                await(selector, deadline);
            }
            key.interestOps(SelectionKey.OP_READ);
            var answer = new StringBuilder();
            var piece = ByteBuffer.allocate(16 << 10);
            while (true) {
                await(selector, deadline);
                if (channel.read(piece.clear()) < 0) {
                    throw new EOFException("the connection ended without an answer");
                }
                answer.append(StandardCharsets.ISO_8859_1.decode(piece.flip()));
                var head = answer.indexOf(END_OF_HEAD);
                if (head >= 0 && answer.length() >= head + END_OF_HEAD.length() + length(answer.substring(0, head))) {
                    return body(answer, head);
                }
                if (answer.length() > MOST_BYTES) {
                    throw new IOException("it answers with more than " + MOST_BYTES + " bytes");
                }
            }
        }
    }

    private static void await(Selector selector, long deadline) throws IOException {
        var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (Thread.currentThread().isInterrupted() || left <= 0 || selector.select(left) == 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        selector.selectedKeys().clear();
    }

    private static int length(String head) throws IOException {
        for (var line : head.split("\r\n", -1)) {
            var colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals("content-length")) {
                try {
                    return Integer.parseUnsignedInt(line.substring(colon + 1).strip());
                } catch (NumberFormatException e) {
                    throw new IOException("'" + line + "' is no length", e);
                }
            }
        }
        throw new IOException("the answer has no length");
    }

    private static String body(StringBuilder answer, int head) throws IOException {
        var status = answer.substring(0, answer.indexOf("\r\n"));
        if (!status.matches("HTTP/1\\.[01] 200( .*)?")) {
            throw new IOException("it answers '" + status + "'");
        }
        var bytes = answer.substring(head + END_OF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        var open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // It is gone in any case.
            }
        }
    }
}
