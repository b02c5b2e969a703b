package dev.volta.ssh;

import dev.volta.core.remote.ExitStatus;
import dev.volta.core.stream.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The session channels of one connection. sshd allows ten at once ({@code MaxSessions}) and refuses the eleventh, so the
 * eleventh waits here.
 */
final class Sessions {
    private static final int MAX_SESSIONS = 10;
    private static final Duration FIRST_WAIT = Duration.ofMillis(10);
    private static final Duration LAST_WAIT = Duration.ofMillis(400);

    private final SshTarget target;
    private final SshConnection wire;
    private final Semaphore places = new Semaphore(MAX_SESSIONS, true);

    Sessions(SshTarget target, SshConnection wire) {
        this.target = target;
        this.wire = wire;
    }

    @FunctionalInterface
    private interface Opening<C extends Duplex> {
        C open() throws IOException, InterruptedException;
    }

    ExecChannel exec(String line) throws InterruptedException {
        return new HeldProgram(open("a command", "", () -> LongLine.exec(wire, line)), places);
    }

    Duplex sftp() throws InterruptedException {
        var pipe = open("SFTP", NoSftpServer.REMEDY + ", or ", () -> wire.subsystem("sftp"));
        return WatchedChannel.over(new Held(pipe, places), target.timing().silence());
    }

    /**
     * Opens a channel. sshd counts a session that has just been closed until its next round, so a refusal is taken for
     * one only after a few tries.
     */
    private <C extends Duplex> C opened(Opening<C> opening) throws IOException, InterruptedException {
        for (var wait = FIRST_WAIT; ; wait = wait.multipliedBy(2)) {
            try {
                return opening.open();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (!wire.isOpen() || wait.compareTo(LAST_WAIT) > 0) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        }
    }

    /**
     * Opens a channel, with a place that has to be given back.
     *
     * @param remedy what may help before everything else
     */
    private <C extends Duplex> C open(String purpose, String remedy, Opening<C> opening) throws InterruptedException {
        places.acquire();
        var opened = false;
        try {
            var pipe = opened(opening);
            opened = true;
            return pipe;
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (IOException e) {
            var next = wire.isOpen()
                    ? "; " + remedy + "MaxSessions or a forced command in the node's sshd_config may prevent it"
                    : "; the connection is gone, connect again";
            throw new SshException(
                    target, Phase.CHANNEL, "no channel for " + purpose + ": " + e.getMessage() + next, e);
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }

    /** A channel that gives its place back when it is closed. */
    private static class Held implements Duplex {
        private final Duplex pipe;
        private final Semaphore places;
        private final AtomicBoolean closed = new AtomicBoolean();

        Held(Duplex pipe, Semaphore places) {
            this.pipe = pipe;
            this.places = places;
        }

        @Override
        public OutputStream toNode() {
            return pipe.toNode();
        }

        @Override
        public InputStream fromNode() {
            return pipe.fromNode();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                pipe.close();
                places.release();
            }
        }
    }

    private static final class HeldProgram extends Held implements ExecChannel {
        private final ExecChannel pipe;

        HeldProgram(ExecChannel pipe, Semaphore places) {
            super(pipe, places);
            this.pipe = pipe;
        }

        @Override
        public InputStream errors() {
            return pipe.errors();
        }

        @Override
        public Optional<ExitStatus> ending(Duration limit) throws InterruptedException {
            return pipe.ending(limit);
        }

        @Override
        public long arrived() {
            return pipe.arrived();
        }

        @Override
        public void ask() throws IOException {
            pipe.ask();
        }

        @Override
        public int answers() {
            return pipe.answers();
        }

        @Override
        public void signal(String name) throws IOException {
            pipe.signal(name);
        }
    }
}
