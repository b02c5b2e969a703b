package dev.volta.ssh;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.OutputSink;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One command on a node, from its start to its end. Output is handed on in the pieces in which it is read, and nothing
 * is read while the sink is busy, so a slow sink slows the program down and memory does not grow.
 *
 * <p>A command with a time limit is ended three ways: by the signal request of RFC 4254 section 6.9, which sshd carries
 * out for unprivileged users, by closing the channel, and by {@code timeout} on the node where that exists, a second
 * later, because older sshd refuse the signal to root and a lost connection cannot carry one.
 */
final class Execution {
    private static final int FIRST_PIECE = 4 << 10;
    private static final int PIECE = 64 << 10;
    private static final Duration ENDING = Duration.ofSeconds(10);

    private static final String WRAPPERS =
            " ForceCommand in the node's sshd_config, and for command= in authorized_keys";

    private final SshTarget target;
    private final Sessions sessions;
    private final Command command;
    private final OutputSink sink;
    private final ShellMark mark = new ShellMark();
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong handedOn = new AtomicLong();
    private volatile boolean deaf;

    Execution(SshTarget target, Sessions sessions, Command command, OutputSink sink) {
        this.target = target;
        this.sessions = sessions;
        this.command = command;
        this.sink = sink;
    }

    ExitStatus run() throws InterruptedException {
        try (var pipe = sessions.exec(mark.before(line(command)))) {
            var inputFailed = new CompletableFuture<Void>();
            var input = Thread.ofVirtual().name(target.node() + "-stdin").unstarted(() -> feed(pipe, inputFailed));
            if (command.stdin().equals(CommandInput.NOTHING)) {
                feed(pipe, inputFailed); // only tells the end, which waits for nobody
            } else {
                input.start();
            }
            var output = CompletableFuture.anyOf(
                    inputFailed,
                    CompletableFuture.allOf(
                            start("stdout", () -> drain(pipe, mark.output(counted(pipe.fromNode())), sink::stdout)),
                            start("stderr", () -> drain(pipe, mark.errors(counted(pipe.errors())), sink::stderr))));
            try {
                return begun(await(pipe, output));
            } catch (TimeoutException _) {
                end(pipe);
                return new ExitStatus.TimedOut(command.timeout().orElseThrow());
            } catch (InterruptedException e) {
                end(pipe);
                throw e;
            } finally {
                input.interrupt();
            }
        }
    }

    /** The line for the login shell. */
    static String line(Command command) {
        return command.timeout()
                .map(limit -> "set --; command -v timeout >/dev/null 2>&1 && set -- timeout -s KILL "
                        + limit.plusMillis(1999).toSeconds() + "; exec \"$@\" " + command.quoted())
                .orElseGet(() -> ShellLine.of(command.argv()));
    }

    /** How a command ended that a POSIX shell has begun, once; whatever else there is on the node may tell any status. */
    private ExitStatus begun(ExitStatus status) {
        if (mark.isSeenAgain()) {
            throw new SshException(
                    target,
                    Phase.CHANNEL,
                    "'" + command.brief() + "' ran more than once: a forced command or wrapper repeats it; look for"
                            + WRAPPERS,
                    null);
        }
        if (mark.isSeen()) {
            return status;
        }
        throw new SshException(
                target,
                Phase.CHANNEL,
                "no POSIX shell ran '" + command.brief() + "': "
                        + mark.instead()
                                .map(line -> "'" + line + "' came instead")
                                .orElse("nothing came")
                        + " (" + status
                        + "); check for another login shell (fish, csh, nologin), for" + WRAPPERS,
                null);
    }

    /**
     * The end of the program: all its output is read, or it has told its status and what it left in the background, with
     * the output still open, is quiet.
     */
    private ExitStatus await(ExecChannel pipe, CompletableFuture<?> output)
            throws InterruptedException, TimeoutException {
        var limit = command.timeout().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        var start = System.nanoTime();
        var last = new LastOutput(pipe, handedOn::get);
        while (true) {
            var left = limit - (System.nanoTime() - start);
            if (left <= 0) {
                throw new TimeoutException();
            }
            try {
                output.get(Math.min(left, last.glance().toNanos()), TimeUnit.NANOSECONDS);
                return pipe.ending(ENDING).orElseThrow(() -> lost(null));
            } catch (TimeoutException _) {
                var status = pipe.ending(Duration.ZERO);
                if (status.isPresent() && last.isRead()) {
                    deaf = true;
                    return status.get();
                }
            } catch (ExecutionException e) {
                end(pipe);
                throw failure(e);
            }
        }
    }

    /** A stream of which each read tells that what the one before it returned has been handed on. */
    private InputStream counted(InputStream from) {
        return new FilterInputStream(from) {
            private int last;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                handedOn.addAndGet(last);
                last = 0;
                var n = super.read(bytes, offset, length);
                last = Math.max(0, n);
                return n;
            }
        };
    }

    private RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException lost -> lost(lost);
            case RuntimeException sinkOrInputFailed -> sinkOrInputFailed;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    private void feed(ExecChannel pipe, CompletableFuture<Void> failed) {
        try {
            command.stdin().feed(pipe.toNode());
        } catch (RuntimeException | Error e) {
            failed.completeExceptionally(e);
        }
    }

    private void drain(ExecChannel pipe, InputStream from, Consumer<ByteBuffer> to) throws IOException {
        var piece = new byte[FIRST_PIECE]; // most programs print little, and there may be hundreds at a time
        try {
            for (int n; (n = from.read(piece)) >= 0; ) {
                turn.lock();
                try {
                    if (!deaf) {
                        to.accept(ByteBuffer.wrap(piece, 0, n));
                    }
                } finally {
                    turn.unlock();
                }
                if (n == piece.length && n < PIECE) {
                    piece = new byte[PIECE];
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            ending.set(true);
            pipe.close(); // so that the other stream ends too; a request would wait for what nobody reads any more
            throw e;
        }
    }

    /** Once, and not after a close: sshd ends the whole connection when a closed channel is asked for something. */
    private void end(ExecChannel pipe) {
        deaf = true;
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        try {
            pipe.signal("KILL");
        } catch (IOException _) {
            // The connection is gone; on the node its own timeout ends the program.
        }
        pipe.close();
    }

    private SshException lost(@Nullable IOException cause) {
        return new SshException(
                target,
                Phase.CHANNEL,
                "the connection was lost while '" + command.brief() + "' ran"
                        + (cause == null ? "" : " (" + IoReason.of(cause) + ")")
                        + "; whether it ended is unknown, check on the node",
                cause);
    }

    @FunctionalInterface
    private interface Part {
        void run() throws IOException;
    }

    private CompletableFuture<Void> start(String role, Part part) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().name(target.node() + "-" + role).start(() -> {
            try {
                part.run();
                done.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
