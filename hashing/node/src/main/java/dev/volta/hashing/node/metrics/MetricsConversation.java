package dev.volta.hashing.node.metrics;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection of a client that speaks HTTP/1.1 (RFC 9112), as much of it as a scrape needs: GET, one after another. */
final class MetricsConversation {
    private static final int LONGEST_HEAD = 8192;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final SocketChannel channel;
    private final Peer peer;
    private final StringBuilder head = new StringBuilder();
    private @Nullable ByteBuffer answer;
    private boolean last;
    private long lastHeard = System.nanoTime();
    private long lastAnswered = lastHeard;

    /** Who can be at the other end. */
    enum Peer {
        VOLTA,
        ANYONE
    }

    MetricsConversation(SocketChannel channel, Peer peer) {
        this.channel = channel;
        this.peer = peer;
    }

    Peer peer() {
        return peer;
    }

    /** Since the last answer was taken as a whole, or the connection was made; bytes that trickle change nothing. */
    long sinceAnswerNanos(long now) {
        return now - lastAnswered;
    }

    long idleNanos(long now) {
        return now - lastHeard;
    }

    /** Goes on as far as the channel allows now; throws when the connection has come to its end. */
    void attend(SelectionKey key, Supplier<String> metrics) throws IOException {
        lastHeard = System.nanoTime();
        if (answer == null) {
            read();
            answer = next(metrics);
        }
        for (var unsent = answer; unsent != null; unsent = answer) {
            channel.write(unsent);
            if (unsent.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            lastAnswered = System.nanoTime();
            if (last) {
                throw new EOFException();
            }
            answer = next(metrics);
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read() throws IOException {
        var piece = ByteBuffer.allocate(1024);
        if (channel.read(piece) < 0) {
            throw new EOFException();
        }
        head.append(StandardCharsets.ISO_8859_1.decode(piece.flip()));
    }

    /** The answer to the next request, if it is here as a whole. */
    private @Nullable ByteBuffer next(Supplier<String> metrics) {
        var end = head.indexOf(END_OF_HEAD);
        if (end >= 0) {
            var request = head.substring(0, end);
            head.delete(0, end + END_OF_HEAD.length());
            return answer(request, metrics);
        }
        if (head.length() > LONGEST_HEAD) {
            last = true;
            return answer("431 Request Header Fields Too Large", "");
        }
        return null;
    }

    private ByteBuffer answer(String request, Supplier<String> metrics) {
        var lines = request.split("\r\n", -1);
        var words = lines[0].split(" ", -1);
        last = words.length != 3 || !words[2].equals("HTTP/1.1") || asksToClose(lines) || !words[0].equals("GET");
        if (words.length != 3) {
            return answer("400 Bad Request", "");
        }
        if (!words[0].equals("GET")) {
            return answer("405 Method Not Allowed", "");
        }
        if (!words[1].equals("/metrics") && !words[1].startsWith("/metrics?")) {
            return answer("404 Not Found", "see /metrics\n");
        }
        try {
            return answer("200 OK", metrics.get());
        } catch (RuntimeException e) {
            return answer("500 Internal Server Error", e + "\n");
        }
    }

    private static boolean asksToClose(String[] lines) {
        for (var line : lines) {
            if (line.toLowerCase(Locale.ROOT).replace(" ", "").equals("connection:close")) {
                return true;
            }
        }
        return false;
    }

    private ByteBuffer answer(String status, String body) {
        var content = body.getBytes(StandardCharsets.UTF_8);
        var lines = "HTTP/1.1 " + status + "\r\nContent-Type: " + Readings.CONTENT_TYPE + "\r\nContent-Length: "
                + content.length + "\r\n" + (last ? "Connection: close\r\n" : "") + "\r\n";
        var told = lines.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(told.length + content.length)
                .put(told)
                .put(content)
                .flip();
    }
}
