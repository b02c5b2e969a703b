package dev.volta.ssh.openssh;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An {@code ssh} that holds a connection in the background, as its control socket shows it. Each question has a connection of
 * its own, so that a master that hangs, or an interrupt, harms nothing else.
 */
public final class ControlMaster implements AutoCloseable {
    private static final int OPEN_FORWARD = 0x10000006;
    private static final int CLOSE_FORWARD = 0x10000007;
    private static final int ALIVE = 0x10000004;
    private static final int TERMINATE = 0x10000005;

    private static final int OK = 0x80000001;
    private static final int DENIED = 0x80000002;
    private static final int FAILED = 0x80000003;
    private static final int IS_ALIVE = 0x80000005;
    private static final int PORT_CHOSEN = 0x80000007;

    private static final int REMOTE = 2;

    /** Stands for a port where the address is the path of a Unix socket (misc.h, PORT_STREAMLOCAL). */
    private static final int IS_PATH = -2;

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final Path socket;
    private final ProxySession session;
    private final Optional<ProcessHandle> process;

    private ControlMaster(Path socket, ProxySession session, Optional<ProcessHandle> process) {
        this.socket = socket;
        this.session = session;
        this.process = process;
    }

    /** The master whose control socket is {@code socket}; its threads are named after {@code name}. */
    public static ControlMaster attach(Path socket, String name) throws IOException, InterruptedException {
        var session = within(LIMIT, () -> ProxySession.open(socket, name), ProxySession::close);
        var attached = false;
        try {
            var answer = ask(socket, new MuxMessage().number(ALIVE).number(1));
            if (answer.getInt() != IS_ALIVE) {
                throw new IOException("ssh's control socket does not say who serves it");
            }
            answer.getInt(); // the number of the question
            attached = true;
            return new ControlMaster(socket, session, ProcessHandle.of(Integer.toUnsignedLong(answer.getInt())));
        } finally {
            if (!attached) {
                session.close();
            }
        }
    }

    public ProxySession session() {
        return session;
    }

    /** Has the node listen on the Unix socket {@code there} and leads what connects to {@code here}. */
    public void listen(String there, Path here) throws IOException, InterruptedException {
        require(forward(OPEN_FORWARD, there, IS_PATH, here));
    }

    public void stopListening(String there, Path here) throws IOException, InterruptedException {
        require(forward(CLOSE_FORWARD, there, IS_PATH, here));
    }

    /** Has the node listen on a port of its choice and leads what connects to {@code here}. */
    public int listenOnPort(Path here) throws IOException, InterruptedException {
        var answer = forward(OPEN_FORWARD, LOOPBACK, 0, here);
        if (answer.getInt(answer.position()) != PORT_CHOSEN) {
            require(answer);
            throw new IOException("ssh does not say on which port the node listens");
        }
        answer.getInt();
        answer.getInt();
        return answer.getInt();
    }

    public void leavePort(Path here) throws IOException, InterruptedException {
        require(forward(CLOSE_FORWARD, LOOPBACK, 0, here));
    }

    private ByteBuffer forward(int request, String address, int port, Path here)
            throws IOException, InterruptedException {
        return ask(
                socket,
                new MuxMessage()
                        .number(request)
                        .number(1)
                        .number(REMOTE)
                        .text(address)
                        .number(port)
                        .text(here.toString())
                        .number(IS_PATH));
    }

    private static void require(ByteBuffer answer) throws IOException {
        var kind = answer.getInt();
        if (kind == OK) {
            return;
        }
        answer.getInt(); // the number of the question
        throw new IOException(
                kind == DENIED || kind == FAILED ? MuxMessage.text(answer) : "ssh gives the answer %x".formatted(kind));
    }

    private static ByteBuffer ask(Path socket, MuxMessage question) throws IOException, InterruptedException {
        return ask(socket, question, LIMIT);
    }

    private static ByteBuffer ask(Path socket, MuxMessage question, Duration limit)
            throws IOException, InterruptedException {
        return within(
                limit,
                () -> {
                    try (var connection = MuxSocket.connect(socket)) {
                        connection.write(question);
                        return connection.read();
                    }
                },
                _ -> {});
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * The answer to {@code question}, which a thread of its own asks.
     *
     * @param unwanted gets an answer that comes when nobody waits any more
     */
    private static <T> T within(Duration limit, Question<T> question, Consumer<T> unwanted)
            throws IOException, InterruptedException {
        var answer = new CompletableFuture<T>();
        var asking = Thread.ofVirtual().name("ssh-control").start(() -> {
            try {
                answer.complete(question.ask());
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        var wanted = false;
        try {
            var told = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            wanted = true;
            return told;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException told ? told : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("ssh does not answer on its control socket", e);
        } finally {
            if (!wanted) {
                var _ = answer.thenAccept(unwanted);
            }
            asking.interrupt(); // closes its connection, if it still waits
        }
    }

    /** Ends the connection and its process. */
    @Override
    public void close() {
        try {
            ask(socket, new MuxMessage().number(TERMINATE).number(1), LEAVING);
        } catch (ConnectException _) {
            // it has ended
        } catch (IOException e) {
            if (Files.exists(socket)) {
                process.ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException _) {
            process.ifPresent(ProcessHandle::destroy);
            Thread.currentThread().interrupt();
        }
        session.close();
    }
}
