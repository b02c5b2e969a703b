package dev.volta.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The keys of a running ssh-agent (draft-miller-ssh-agent): a message is its length in four bytes, its kind in one, and its
 * content. Each question has a connection of its own, and a limit: an agent may be a socket that nobody serves any more.
 */
record AgentKeys(Path socket) {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration FOR_A_SIGNATURE = Duration.ofSeconds(60); // somebody may have to touch something
    private static final int MAX_MESSAGE = 256 << 10;

    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;

    private static final int RSA_SHA2_256 = 2;
    private static final int RSA_SHA2_512 = 4;

    /**
     * A key that the agent signs with.
     *
     * @param blob what is offered: the public key, or a certificate
     * @param held what the agent knows it by, another one for a certificate that only a file has
     */
    record Key(byte[] blob, String comment, byte[] held) {
        Key(byte[] blob, String comment) {
            this(blob, comment, blob);
        }

        /** The same key under {@code certificate}. */
        Key under(byte[] certificate) {
            return new Key(certificate, comment, held);
        }

        String type() {
            return text(field(ByteBuffer.wrap(blob)));
        }
    }

    List<Key> list() throws IOException {
        var answer = ask(ByteBuffer.allocate(1).put(REQUEST_IDENTITIES).flip(), LIMIT);
        try {
            if (answer.get() != IDENTITIES_ANSWER) {
                throw new IOException("it does not list its keys");
            }
            var keys = new ArrayList<Key>();
            for (var left = answer.getInt(); left > 0; left--) {
                keys.add(new Key(field(answer), text(field(answer))));
            }
            return keys;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("its answer is cut short", e);
        }
    }

    /** The signature alone, without the name of its algorithm. */
    byte[] sign(Key key, String algorithm, byte[] data) throws IOException {
        var blob = key.held();
        var flags = algorithm.startsWith("rsa-sha2-512")
                ? RSA_SHA2_512
                : algorithm.startsWith("rsa-sha2-256") ? RSA_SHA2_256 : 0;
        var question = ByteBuffer.allocate(1 + Integer.BYTES * 3 + blob.length + data.length)
                .put(SIGN_REQUEST)
                .putInt(blob.length)
                .put(blob)
                .putInt(data.length)
                .put(data)
                .putInt(flags)
                .flip();
        var answer = ask(question, FOR_A_SIGNATURE);
        try {
            if (answer.get() != SIGN_RESPONSE) {
                throw new IOException("the agent at " + socket + " does not sign");
            }
            var signature = ByteBuffer.wrap(field(answer));
            field(signature); // its algorithm
            return field(signature);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the agent's answer is cut short", e);
        }
    }

    private static byte[] field(ByteBuffer in) {
        var length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a field of " + length + " bytes");
        }
        var field = new byte[length];
        in.get(field);
        return field;
    }

    private static String text(byte[] field) {
        return new String(field, StandardCharsets.UTF_8);
    }

    /** In a thread of its own: an interrupt closes the channel of the thread that uses it. */
    private ByteBuffer ask(ByteBuffer question, Duration limit) throws IOException {
        var answer = new CompletableFuture<ByteBuffer>();
        var asking = Thread.ofVirtual().name("ssh-agent").start(() -> {
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                write(
                        channel,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(question.remaining())
                                .flip());
                write(channel, question);
                var length = read(channel, Integer.BYTES).getInt();
                if (length < 1 || length > MAX_MESSAGE) {
                    throw new IOException("it sent a message of " + length + " bytes");
                }
                answer.complete(read(channel, length));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(StartFailure.root(e).getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            asking.interrupt();
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the agent hung up");
            }
        }
        return bytes.flip();
    }
}
