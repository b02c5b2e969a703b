package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Pulse;
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

/**
 * One connection from its HELLO to its end. A thread of its own reads what comes, and for as long as it waits for something to
 * come, the peer has to show now and then that it is there.
 */
final class Session {

    private final FrameChannel frames;
    private final long pid;
    private final ControllerSettings settings;
    private final Dispatcher board;
    private final Consumer<Session> onEnd;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean listening;
    private volatile @Nullable String closedFor;

    Session(FrameChannel frames, long pid, ControllerSettings settings, Dispatcher board, Consumer<Session> onEnd) {
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
        } catch (RuntimeException | Error e) {
            Log.repeatable("connection of process " + pid + " broke: " + e);
            refuse(Fault.FAILED, "the controller broke: " + e);
        } catch (ProtocolException e) {
            Log.repeatable("connection of process " + pid + " closed: " + e.getMessage());
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
        if (listening && now - lastHeard > timeout.toNanos()) {
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
        lastHeard = System.nanoTime();
        listening = true;
        try {
            Message message = frames.read();
            if (message == null) {
                throw new EOFException("connection closed");
            }
            return message;
        } finally {
            listening = false;
        }
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
            for (Message next = board.next(worker, settings.heartbeat());
                    next != null;
                    next = board.next(worker, settings.heartbeat())) {
                frames.send(next);
            }
        } catch (IOException e) {
            // The reading thread sees the same end and takes the lease back.
            frames.close();
        } catch (RuntimeException | Error e) {
            Log.line("what is to be sent to " + worker.id + " cannot be sent: " + e);
            frames.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serveClient() throws IOException {
        frames.send(welcome(false));
        try (ClientAnswers answers = new ClientAnswers(frames, pid, board)) {
            while (true) {
                switch (read()) {
                    case Pulse pulse -> frames.send(pulse);
                    case ClientMessage question -> answers.ask(question);
                    case Message other ->
                        throw new ProtocolException(Fault.OUT_OF_STATE, other.type() + " from a client");
                }
            }
        }
    }

    private Welcome welcome(boolean resumed) {
        return new Welcome(
                Handshake.VERSION,
                Math.toIntExact(settings.heartbeat().toMillis()),
                Math.toIntExact(settings.leaseTimeout().toMillis()),
                Math.toIntExact(settings.clientAbsence().toMillis()),
                resumed);
    }
}
