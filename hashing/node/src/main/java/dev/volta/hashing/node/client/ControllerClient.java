package dev.volta.hashing.node.client;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.process.Backoff;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ClientMessage.Attendance;
import dev.volta.hashing.node.wire.ClientMessage.Cancel;
import dev.volta.hashing.node.wire.ClientMessage.Completed;
import dev.volta.hashing.node.wire.ClientMessage.Done;
import dev.volta.hashing.node.wire.ClientMessage.Fetch;
import dev.volta.hashing.node.wire.ClientMessage.Forget;
import dev.volta.hashing.node.wire.ClientMessage.JobFailed;
import dev.volta.hashing.node.wire.ClientMessage.Page;
import dev.volta.hashing.node.wire.ClientMessage.Present;
import dev.volta.hashing.node.wire.ClientMessage.Progress;
import dev.volta.hashing.node.wire.ClientMessage.Submit;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.PageStart;
import dev.volta.hashing.node.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Drives jobs on a controller. When the connection breaks it connects again, for as long as {@code patience} without
 * any answer, and goes on where it was. A controller that keeps its connections and says nothing is given up, too. One
 * thread uses it; another one may {@link #close()} it, which ends a wait.
 */
public final class ControllerClient implements AutoCloseable {
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
    /** A controller that brings a large job to the disk may well be busy for minutes. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Path socket;
    private final String token;
    private final Duration patience;
    private final Duration longestSilence;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ClientLink link;

    private ControllerClient(Path socket, String token, Duration patience, Duration longestSilence) {
        this.socket = socket;
        this.token = token;
        this.patience = patience;
        this.longestSilence = longestSilence;
    }

    /** Waits until the controller at {@code socket} accepts {@code token}. */
    public static ControllerClient connect(Path socket, String token) {
        return connect(socket, token, DEFAULT_PATIENCE);
    }

    public static ControllerClient connect(Path socket, String token, Duration patience) {
        return connect(socket, token, patience, LONGEST_SILENCE);
    }

    static ControllerClient connect(Path socket, String token, Duration patience, Duration longestSilence) {
        var client = new ControllerClient(socket, token, patience, longestSilence);
        client.untilAnswered("connect", patience, link -> link, () -> {});
        return client;
    }

    /** Waits until {@code count} workers are connected, so that what is measured does not include their start. */
    public void awaitWorkers(int count, Duration limit) {
        String what = "ask how many workers are connected";
        Backoff backoff = new Backoff(limit);
        int present = ask(what, new Attendance(), Present.class, patience).workers();
        while (present < count) {
            if (!paused(backoff, what)) {
                throw new ControllerException("Only " + present + " of " + count + " workers connected within "
                        + limit.toSeconds() + " s; their logs may say why");
            }
            present = ask(what, new Attendance(), Present.class, patience).workers();
        }
    }

    /** Submits the job, or attaches to it if it is there already, and waits for its end. */
    public JobSummary run(JobSpec spec, ProgressListener listener) {
        String what = "run job " + spec.id();
        if (Frames.isTooLong(new Submit(spec, false))) {
            throw new ControllerException("Could not " + what + ": the names of its "
                    + spec.roots().size() + " inputs do not fit in a message of " + Frames.MOST_BYTES
                    + " bytes; name folders above them");
        }
        boolean[] submitted = {false};
        boolean[] known = {false};
        while (true) {
            Message answer = untilAnswered(
                    what,
                    longestSilence,
                    link -> {
                        if (!submitted[0]) {
                            link.send(new Submit(spec, known[0]));
                            submitted[0] = true;
                        }
                        return link.receive();
                    },
                    () -> submitted[0] = false);
            switch (answer) {
                case Progress progress -> {
                    known[0] = true;
                    listener.advanced(progress.progress());
                }
                case Completed completed -> {
                    return completed.summary();
                }
                case JobFailed failed ->
                    throw new ControllerException("Job " + spec.id() + " failed: " + failed.reason());
                case Message other -> throw unexpected(what, other);
            }
        }
    }

    /** Gives every result of a completed job to {@code listener}, page by page. */
    public void results(JobId job, ResultListener listener) throws IOException {
        String what = "fetch the results of job " + job;
        PageStart start = PageStart.FIRST;
        boolean last = false;
        while (!last) {
            Page page = ask(what, new Fetch(job, start), Page.class);
            for (var result : page.results()) {
                listener.take(result);
            }
            start = page.next();
            last = page.last();
        }
    }

    /** Stops the job and frees what it holds on the controller's disk; whoever waits for it is told that it failed. */
    public void cancel(JobId job) {
        ask("cancel job " + job, new Cancel(job), Done.class);
    }

    /** Stops the job if it still runs and frees what it holds on the controller's disk. */
    public void forget(JobId job) {
        ask("forget job " + job, new Forget(job), Done.class);
    }

    /**
     * Stops the job over a connection of its own, so that it can also be done when this client was closed, or while its
     * thread is in the middle of something.
     *
     * @return whether the controller said within {@code limit} that it did
     */
    public boolean abandon(JobId job, Duration limit) {
        try (var fresh = new ClientLink();
                var timer = TimeLimit.on(fresh, limit)) {
            fresh.connect(socket, token);
            fresh.send(new Forget(job));
            return fresh.receive() instanceof Done && !timer.isOver();
        } catch (IOException e) {
            // The controller ends the job by itself when nobody has asked for it for a while.
            return false;
        }
    }

    @Override
    public void close() {
        closed.set(true);
        ClientLink current = link;
        if (current != null) {
            current.close();
        }
    }

    private <T extends ClientMessage> T ask(String what, ClientMessage question, Class<T> answerType) {
        return ask(what, question, answerType, longestSilence);
    }

    private <T extends ClientMessage> T ask(
            String what, ClientMessage question, Class<T> answerType, Duration silence) {
        Message answer = untilAnswered(
                what,
                silence,
                link -> {
                    link.send(question);
                    return link.receive();
                },
                () -> {});
        if (!answerType.isInstance(answer)) {
            throw unexpected(what, answer);
        }
        return answerType.cast(answer);
    }

    private static ControllerException unexpected(String what, Message answer) {
        return switch (answer) {
            case Refusal refusal -> refused(what, refusal);
            case Message other ->
                new ControllerException("Could not " + what + ": the controller answered with " + other.type());
        };
    }

    private static ControllerException refused(String what, Refusal refusal) {
        return new ControllerException("Could not " + what + ": " + refusal.text() + " (" + refusal.fault() + ")");
    }

    /** One exchange with the controller. */
    private interface Exchange<T> {
        T with(ClientLink link) throws IOException;
    }

    /** Repeats the exchange over new links until one holds; {@code silence} is the most that one may take. */
    private <T> T untilAnswered(String what, Duration silence, Exchange<T> exchange, Runnable onNewLink) {
        Backoff backoff = new Backoff(patience);
        while (true) {
            if (closed.get()) {
                drop();
                throw new ControllerException("Could not " + what + ": the client was closed");
            }
            try {
                ClientLink current = link;
                if (current == null) {
                    onNewLink.run();
                    current = new ClientLink();
                    link = current;
                    // Whoever closes the client after the look at the start of this loop finds the link from here on,
                    // and who did before it is seen now.
                    if (closed.get()) {
                        continue;
                    }
                    within(patience, what, current, fresh -> fresh.connect(socket, token));
                }
                return within(silence, what, current, exchange);
            } catch (RefusedException e) {
                drop();
                if (e.refusal().fault() != Fault.BUSY) {
                    throw refused(what, e.refusal());
                }
                pause(backoff, what, e);
            } catch (ProtocolException e) {
                drop();
                if (e.fault() == Fault.UNKNOWN_VERSION) {
                    // The controller is there, and waiting does not change its version.
                    throw new ControllerException("Could not " + what + ": " + e.getMessage(), e);
                }
                pause(backoff, what, e);
            } catch (IOException e) {
                drop();
                pause(backoff, what, e);
            }
        }
    }

    /** Holds one exchange, or gives the controller up when that takes too long. */
    private <T> T within(Duration limit, String what, ClientLink current, Exchange<T> exchange) throws IOException {
        try (var timer = TimeLimit.on(current, limit)) {
            try {
                return exchange.with(current);
            } catch (IOException e) {
                if (timer.isOver()) {
                    drop();
                    throw new ControllerException(
                            "Could not " + what + ": the controller at " + socket + " was silent for "
                                    + limit.toSeconds() + " s; is it stopped?",
                            e);
                }
                throw e;
            }
        }
    }

    private void drop() {
        ClientLink current = link;
        link = null;
        if (current != null) {
            current.close();
        }
    }

    private void pause(Backoff backoff, String what, IOException cause) {
        if (!paused(backoff, what)) {
            if (cause instanceof RefusedException refused) {
                throw new ControllerException(
                        "Could not " + what + ": the controller at " + socket + " refused it for "
                                + patience.toSeconds() + " s: "
                                + refused.refusal().text(),
                        cause);
            }
            throw new ControllerException(
                    "Could not " + what + ": the controller at " + socket + " did not answer for "
                            + patience.toSeconds() + " s (" + cause.getMessage() + "); is it running?",
                    cause);
        }
    }

    private static boolean paused(Backoff backoff, String what) {
        try {
            return backoff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControllerException("Could not " + what + ": interrupted", e);
        }
    }
}
