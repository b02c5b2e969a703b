package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Answers a client's questions one after the other, on a thread of its own, so that the connection can be seen to be alive
 * while an answer takes its time. The jobs that the client asked for are there for it until this is closed.
 */
final class ClientAnswers implements AutoCloseable {
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(200);
    private static final int MOST_QUESTIONS = 16;

    private final FrameChannel frames;
    private final long pid;
    private final Dispatcher board;
    /** An empty one is the last. */
    private final BlockingQueue<Optional<ClientMessage>> questions = new ArrayBlockingQueue<>(MOST_QUESTIONS);

    private final Set<JobId> jobs = new HashSet<>(); // guarded by itself
    private volatile boolean closed; // set under jobs

    ClientAnswers(FrameChannel frames, long pid, Dispatcher board) {
        this.frames = frames;
        this.pid = pid;
        this.board = board;
        Controller.thread("volta-answer-" + pid, this::answerAll);
    }

    void ask(ClientMessage question) throws ProtocolException {
        if (!questions.offer(Optional.of(question))) {
            throw new ProtocolException(Fault.OUT_OF_STATE, "more than " + MOST_QUESTIONS + " open questions");
        }
    }

    /**
     * The client is gone. The thread ends when it sees that: an interrupt would close the files of a job that it may be
     * writing just now.
     */
    @Override
    public void close() {
        synchronized (jobs) {
            closed = true;
            jobs.forEach(board::leave);
            jobs.clear();
        }
        questions.clear();
        questions.add(Optional.empty());
    }

    private void join(JobId job) {
        synchronized (jobs) {
            if (!closed && jobs.add(job)) {
                board.join(job);
            }
        }
    }

    private void answerAll() {
        try {
            for (var next = questions.take(); next.isPresent(); next = questions.take()) {
                answer(next.get());
            }
        } catch (ProtocolException e) {
            Log.line("connection of process " + pid + " closed: " + e.getMessage());
            refuse(e.fault(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            Log.line("an answer to process " + pid + " broke: " + e);
            refuse(Fault.FAILED, "the controller broke: " + e);
        } catch (IOException e) {
            // The client is gone, which the reading thread sees as well.
            frames.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(Fault fault, String reason) {
        try {
            frames.send(new Refusal(fault, reason));
        } catch (IOException e) {
            // It does not want to know.
        }
        frames.close();
    }

    private void answer(ClientMessage question) throws IOException, InterruptedException {
        switch (question) {
            case ClientMessage.Submit submit -> {
                join(submit.spec().id());
                follow(board.submit(submit.spec(), submit.known()));
            }
            case ClientMessage.Fetch fetch -> {
                join(fetch.job());
                frames.send(onDisk(question, () -> page(fetch)));
            }
            case ClientMessage.Cancel cancel -> frames.send(onDisk(question, () -> forget(cancel.job())));
            case ClientMessage.Forget forget -> frames.send(onDisk(question, () -> forget(forget.job())));
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

    /** Finds an answer in the controller's files. */
    private interface Lookup {
        ClientMessage find() throws IOException;
    }

    private static ClientMessage onDisk(ClientMessage question, Lookup lookup) throws ProtocolException {
        try {
            return lookup.find();
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw new ProtocolException(Fault.FAILED, question.type() + ": " + e);
        }
    }

    private void follow(JobView job) throws IOException, InterruptedException {
        ClientMessage state = job.await(Duration.ZERO);
        frames.send(state);
        while (state instanceof ClientMessage.Progress && !closed) {
            state = job.await(PROGRESS_INTERVAL);
            frames.send(state);
        }
    }

    private ClientMessage forget(JobId job) throws IOException {
        board.forget(job);
        return new ClientMessage.Done();
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
}
