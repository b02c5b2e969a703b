package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection from its HELLO to its end, on a thread of its own. */
final class Session {
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(200);

    private final FrameChannel frames;
    private final long pid;
    private final ControllerSettings settings;
    private final Board board;
    private final Consumer<Session> onEnd;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean mayBeSilent;
    private volatile @Nullable String closedFor;

    Session(FrameChannel frames, long pid, ControllerSettings settings, Board board, Consumer<Session> onEnd) {
        this.frames = frames;
        this.pid = pid;
        this.settings = settings;
        this.board = board;
        this.onEnd = onEnd;
    }

    void run() {
        try {
            Hello hello = greet();
            switch (hello.role()) {
                case WORKER -> serveWorker(hello);
                case CLIENT -> serveClient();
            }
        } catch (ProtocolException e) {
            Log.line("connection of process " + pid + " closed: " + e.getMessage());
            refuse(e.fault(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The peer is gone; whatever it had in hand has been taken back.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            frames.close();
            onEnd.accept(this);
        }
    }

    void refuse(Fault fault, String reason) {
        try {
            frames.send(new Refusal(fault, reason));
        } catch (IOException e) {
            // It does not want to know.
        }
        frames.close();
    }

    void closeIfSilent(long now, Duration timeout) {
        if (!mayBeSilent && now - lastHeard > timeout.toNanos()) {
            closedFor = "nothing heard for " + timeout.toMillis() + " ms";
            frames.close();
        }
    }

    void close() {
        frames.close();
    }

    private Hello greet() throws IOException {
        Message first = read();
        if (!(first instanceof Hello hello)) {
            throw new ProtocolException(Fault.OUT_OF_STATE, first.type() + " before HELLO");
        }
        if (!new Tokens(settings.tokens()).accepts(hello.role(), hello.id(), hello.token())) {
            throw new ProtocolException(
                    Fault.UNAUTHORIZED, "the token of " + hello.role() + " '" + hello.id() + "' is not the right one");
        }
        frames.trust();
        return hello;
    }

    private Message read() throws IOException {
        Message message = frames.read();
        if (message == null) {
            throw new EOFException("connection closed");
        }
        lastHeard = System.nanoTime();
        return message;
    }

    private void serveWorker(Hello hello) throws IOException, InterruptedException {
        WorkerState worker = board.connect(hello, this::close);
        String end = "connection closed";
        try {
            frames.send(welcome(worker.resumed));
            Controller.thread("volta-dispatch-" + hello.id(), () -> dispatch(worker));
            while (true) {
                Message message = read();
                if (!(message instanceof WorkerMessage fromWorker)) {
                    throw new ProtocolException(Fault.OUT_OF_STATE, message.type() + " from a worker");
                }
                board.receive(worker, fromWorker);
            }
        } catch (ProtocolException e) {
            end = String.valueOf(e.getMessage());
            board.strike(worker, end);
            throw e;
        } catch (IOException e) {
            String reason = closedFor;
            end = reason == null ? end : reason;
            throw e;
        } finally {
            board.disconnect(worker, end);
        }
    }

    private void dispatch(WorkerState worker) {
        try {
            for (WorkerMessage next = board.next(worker); next != null; next = board.next(worker)) {
                frames.send(next);
            }
        } catch (IOException e) {
            // The reading thread sees the same end and takes the lease back.
            frames.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serveClient() throws IOException, InterruptedException {
        mayBeSilent = true;
        frames.send(welcome(false));
        while (true) {
            Message message = frames.read();
            if (message == null) {
                return;
            }
            if (!(message instanceof ClientMessage question)) {
                throw new ProtocolException(Fault.OUT_OF_STATE, message.type() + " from a client");
            }
            try {
                answer(question);
            } catch (ProtocolException e) {
                throw e;
            } catch (IOException e) {
                throw new ProtocolException(Fault.FAILED, question.type() + ": " + e);
            }
        }
    }

    private void answer(ClientMessage question) throws IOException, InterruptedException {
        switch (question) {
            case ClientMessage.Submit submit -> follow(board.submit(submit.spec()));
            case ClientMessage.Fetch fetch -> frames.send(page(fetch));
            case ClientMessage.Cancel cancel -> {
                board.cancel(cancel.job());
                frames.send(new ClientMessage.Done());
            }
            case ClientMessage.Forget forget -> {
                board.forget(forget.job());
                frames.send(new ClientMessage.Done());
            }
            case ClientMessage.Attendance _ -> frames.send(new ClientMessage.Present(board.attendance()));
            case ClientMessage.Progress wrong -> throw outOfState(wrong);
            case ClientMessage.Completed wrong -> throw outOfState(wrong);
            case ClientMessage.JobFailed wrong -> throw outOfState(wrong);
            case ClientMessage.Page wrong -> throw outOfState(wrong);
            case ClientMessage.Present wrong -> throw outOfState(wrong);
            case ClientMessage.Done wrong -> throw outOfState(wrong);
        }
    }

    private static ProtocolException outOfState(ClientMessage message) {
        return new ProtocolException(Fault.OUT_OF_STATE, message.type() + " from a client");
    }

    private void follow(JobView job) throws IOException, InterruptedException {
        ClientMessage state = job.await(Duration.ZERO);
        frames.send(state);
        while (state instanceof ClientMessage.Progress) {
            state = job.await(PROGRESS_INTERVAL);
            frames.send(state);
        }
    }

    private ClientMessage page(ClientMessage.Fetch fetch) throws IOException {
        JobFolder folder = board.folder(fetch.job());
        JobSpec spec = folder.spec()
                .orElseThrow(() -> new ProtocolException(Fault.UNKNOWN_JOB, "there is no job " + fetch.job()));
        boolean completed = folder.verdict()
                .filter(ClientMessage.Completed.class::isInstance)
                .isPresent();
        if (!completed) {
            throw new ProtocolException(Fault.OUT_OF_STATE, "job " + fetch.job() + " is not completed");
        }
        return new ResultPages(folder, spec).page(fetch.start());
    }

    private Welcome welcome(boolean resumed) {
        return new Welcome(
                Handshake.VERSION,
                Math.toIntExact(settings.heartbeat().toMillis()),
                Math.toIntExact(settings.leaseTimeout().toMillis()),
                resumed);
    }
}
