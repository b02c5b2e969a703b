package dev.volta.core.workload.command;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.NodeName;
import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.workload.TrialFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The launcher of one node, as its client sees it. One thread at a time uses it, but for {@link #cancel}. */
final class NodeLauncher implements AutoCloseable {
    /**
     * What an answer may take beyond the time that the launch itself may take. A launcher gives up on processes that cannot be
     * ended after half of it.
     */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final int PINGS = 3;
    private static final long NONE = -1;

    private final NodeName node;
    private final RequestStream requests = new RequestStream();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ClockOffset clock = new ClockOffset();
    private final Thread talk;
    private String tree = "";
    private long pings;
    private long launches;
    private volatile long running = NONE;

    private sealed interface Event {
        record Said(LauncherReply reply, long at) implements Event {}

        /** @param complaint what it said in the end, if it ended by itself and in order */
        record Lost(String why, Optional<String> complaint) implements Event {}
    }

    private NodeLauncher(Remote remote, List<String> argv) {
        this.node = remote.node();
        this.talk = Thread.ofVirtual().name("launcher of " + node).start(() -> talk(remote, argv));
    }

    /**
     * Starts it, and returns once it is ready.
     *
     * @param argv starts the launcher on the node
     * @throws TrialFailure if it does not start
     */
    static NodeLauncher start(Remote remote, List<String> argv, LauncherRequest.Open open, Duration patience)
            throws InterruptedException {
        var launcher = new NodeLauncher(remote, argv);
        var ready = false;
        try {
            launcher.open(open, patience);
            ready = true;
            return launcher;
        } finally {
            if (!ready) {
                launcher.abandon();
            }
        }
    }

    private void open(LauncherRequest.Open open, Duration patience) throws InterruptedException {
        send(open);
        var opened = await(LauncherReply.Opened.class, patience);
        if (opened.noLimits().isPresent()) {
            throw new TrialFailure(node + ": cannot hold the command to its limits: "
                    + opened.noLimits().get());
        }
        tree = opened.tree();
    }

    private void talk(Remote remote, List<String> argv) {
        try {
            var sink = new ReplyFrames(reply -> events.add(new Event.Said(reply, System.nanoTime())));
            var status = remote.run(Command.of(argv).withStdin(() -> requests), sink);
            var complaint = sink.complaint();
            events.add(new Event.Lost(
                    "the launcher ended with " + status + (complaint.isEmpty() ? "" : ": " + complaint),
                    status.ok() ? Optional.of(complaint) : Optional.empty()));
        } catch (RemoteException e) {
            lost(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (UncheckedIOException e) {
            lost("what the launcher says is not understood: " + e.getMessage());
        } catch (InterruptedException e) {
            lost("it was given up");
        }
    }

    private void lost(String why) {
        events.add(new Event.Lost(why, Optional.empty()));
    }

    NodeName node() {
        return node;
    }

    /** How it keeps the processes of a launch together, in words. */
    String tree() {
        return tree;
    }

    /** A number that no launch of it had before. */
    long nextId() {
        return ++launches;
    }

    ClockOffset clock() {
        return clock;
    }

    /** Compares the clocks anew. */
    void synchronise() throws InterruptedException {
        clock.forget();
        for (var i = 0; i < PINGS; i++) {
            var sentAt = System.nanoTime();
            send(new LauncherRequest.Ping(++pings));
            var said = said(LauncherReply.Pong.class, GRACE);
            clock.add(sentAt, ((LauncherReply.Pong) said.reply()).nanos(), said.at());
        }
    }

    /**
     * Launches a command and returns what came of it. On an interrupt it is ended first.
     *
     * @throws TrialFailure if the node or its launcher is lost meanwhile
     */
    LauncherReply.Ended launch(Launch launch) throws InterruptedException {
        running = launch.id();
        send(launch);
        var limit = launch.limitNanos() == 0
                ? Duration.ofDays(365)
                : Duration.ofNanos(launch.limitNanos()).plus(GRACE);
        try {
            return await(LauncherReply.Ended.class, limit);
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } finally {
            running = NONE;
        }
    }

    /** Ends what is being launched, if something is; for any thread. */
    void cancel() {
        var id = running;
        if (id != NONE) {
            send(new LauncherRequest.Cancel(id));
        }
    }

    /**
     * What came of the end of a launcher.
     *
     * @param cleanup absent if it has none
     * @param complaint what it could not end or remove, in its own words; empty if there is nothing
     */
    record End(Optional<LauncherReply.Ended> cleanup, String complaint) {}

    /**
     * Has the launcher run its cleanup, if it has one, and end.
     *
     * @param patience for all of it
     * @param hasCleanup whether there is one
     * @throws TrialFailure if it is not known whether all has been ended
     */
    End end(boolean hasCleanup, Duration patience) throws InterruptedException {
        send(new LauncherRequest.Close());
        var cleanup = Optional.<LauncherReply.Ended>empty();
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var event = events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            switch (event) {
                // What was cancelled by an interrupt answers before.
                case Event.Said(LauncherReply.Ended ended, var _)
                when ended.id() == CommandWorkload.CLEANUP -> cleanup = Optional.of(ended);
                case Event.Said _ -> {}
                case Event.Lost(var why, var complaint) -> {
                    if (complaint.isEmpty() || (hasCleanup && cleanup.isEmpty())) {
                        throw new TrialFailure(node + ": whether all has been ended is not known: " + why);
                    }
                    return new End(cleanup, complaint.get());
                }
                case null ->
                    throw new TrialFailure(
                            node + ": the launcher has not ended within " + DurationFormat.inWords(patience));
            }
        }
    }

    private void send(LauncherRequest request) {
        var frame = new ByteArrayOutputStream();
        try {
            LauncherCodec.write(frame, request);
        } catch (IOException e) {
            throw new TrialFailure(node + ": " + e.getMessage(), e);
        }
        requests.add(frame.toByteArray());
    }

    private <R extends LauncherReply> R await(Class<R> kind, Duration limit) throws InterruptedException {
        return kind.cast(said(kind, limit).reply());
    }

    private Event.Said said(Class<? extends LauncherReply> kind, Duration limit) throws InterruptedException {
        return switch (events.poll(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            case Event.Said said -> {
                if (!kind.isInstance(said.reply())) {
                    throw new TrialFailure(node + ": the launcher answered " + said.reply() + " out of turn");
                }
                yield said;
            }
            case Event.Lost lost -> {
                events.add(lost); // for whoever asks next
                throw new TrialFailure(node + " was lost: " + lost.why());
            }
            case null ->
                throw new TrialFailure(node + ": the launcher did not answer within " + DurationFormat.inWords(limit));
        };
    }

    private void abandon() {
        requests.end();
        talk.interrupt();
    }

    /** The launcher sees the end of its input, and ends by itself what there is. */
    @Override
    public void close() {
        requests.end();
    }
}
