package dev.volta.hashing.node.worker;

import dev.volta.hashing.node.metrics.Readings;
import dev.volta.hashing.node.process.Backoff;
import dev.volta.hashing.node.process.UnusableException;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.Handshake.Pulse;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Withdraw;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects to the controller, again and again, and does what it is told. */
final class Worker implements Readings.Source {
    /** A controller may be away for as long as its supervisor needs; the worker waits until it is told to stop. */
    private static final Duration PATIENCE = Duration.ofDays(3650);

    private final WorkerSettings settings;
    private final Usage usage = new Usage();
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(1);
    private volatile @Nullable Batch held;
    private volatile @Nullable Lister listing;
    /** Drawn anew by each process. */
    private final long instance = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    /** The connection that is there or being made. */
    private volatile @Nullable Link current;
    /** The one whose handshake is over, with its heartbeat. */
    private volatile @Nullable Connected connected;

    private volatile @Nullable Throwable failure;
    private @Nullable String lastTold;

    private record Connected(Link link, int heartbeatMillis) {}

    Worker(WorkerSettings settings) {
        this.settings = settings;
    }

    void start() {
        thread("volta-link", this::connectForever);
        thread("volta-work", this::workForever);
        thread("volta-heartbeat", this::reportForever);
    }

    /**
     * Throws what has broken one of the threads, so that the process ends and its supervisor starts a fresh one, and gives a
     * connection up that is dead; to be called a few times a second.
     */
    void check() {
        Link link = current;
        if (link != null) {
            link.closeIfDead();
        }
        Throwable broken = failure;
        if (broken != null) {
            throw new IllegalStateException("worker " + settings.id() + " broke: " + broken, broken);
        }
    }

    @Override
    public void read(Readings into) {
        into.gauge(
                "volta_worker_connected",
                "Whether the worker has a connection to its controller",
                connected == null ? 0 : 1);
        into.gauge("volta_worker_busy", "Whether the worker has a lease in hand", usage.isBusy() ? 1 : 0);
        into.counter("volta_worker_busy_seconds_total", "Wall time spent on leases", usage.busyNanos() / 1e9);
        into.counter("volta_worker_bytes_total", "Bytes read from files", usage.bytesRead());
        into.counters(
                "volta_worker_files_total",
                "Files that the worker is through with, by outcome",
                "outcome",
                Map.of("hashed", usage.filesHashed(), "failed", usage.filesFailed()));
    }

    private void thread(String name, Loop loop) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                loop.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        });
    }

    /** The work of a thread. */
    private interface Loop {
        void run() throws InterruptedException;
    }

    private void connectForever() throws InterruptedException {
        Backoff backoff = new Backoff(PATIENCE);
        while (true) {
            Batch batch = held;
            try (Link fresh = new Link(usage)) {
                current = fresh;
                Welcome welcome = fresh.connect(
                        settings, batch == null ? 0 : batch.digest().lease(), instance);
                backoff = new Backoff(PATIENCE);
                lastTold = null;
                takeUp(batch, fresh, welcome.resumed());
                connected = new Connected(fresh, Math.max(welcome.heartbeatMillis(), 1));
                while (true) {
                    obey(fresh.receive(), fresh);
                }
            } catch (ProtocolException e) {
                tell(e.getMessage() + " (" + e.fault() + ")");
                backoff.refused();
            } catch (UnusableException e) {
                tell(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                // The controller is away; it is normal to wait for it.
            }
            connected = null;
            current = null;
            backoff.pause();
        }
    }

    /** Prints why there is no connection although the controller may be there, once as long as that stays the same. */
    private void tell(String reason) {
        if (!reason.equals(lastTold)) {
            System.err.println("worker " + settings.id() + ": " + reason);
            lastTold = reason;
        }
    }

    private void takeUp(@Nullable Batch batch, Link fresh, boolean resumed) {
        if (batch == null) {
            return;
        }
        if (resumed) {
            batch.resume(fresh);
        } else {
            batch.withdraw();
            held = null;
        }
    }

    private void obey(Message message, Link from) throws IOException, InterruptedException {
        switch (message) {
            case Digest digest -> {
                Batch batch = new Batch(digest, from);
                held = batch;
                tasks.put(new Task.Hashing(batch));
            }
            case Walk walk -> {
                held = null;
                Lister lister = new Lister(walk, from);
                listing = lister;
                tasks.put(new Task.Listing(lister));
            }
            case Withdraw withdraw -> withdraw(withdraw.lease());
            case Pulse _ -> {}
            case Message other -> throw new ProtocolException(Fault.OUT_OF_STATE, other.type() + " from a controller");
        }
    }

    private void withdraw(long lease) {
        Batch batch = held;
        if (batch != null && batch.digest().lease() == lease) {
            batch.withdraw();
            held = null;
        }
        Lister lister = listing;
        if (lister != null && lister.lease() == lease) {
            lister.withdraw();
        }
    }

    private void workForever() throws InterruptedException {
        try (Workbench bench = new Workbench(usage)) {
            while (true) {
                switch (tasks.take()) {
                    case Task.Hashing(Batch batch) -> {
                        usage.begin(batch.digest().lease());
                        bench.work(batch);
                    }
                    case Task.Listing(Lister lister) -> {
                        usage.begin(lister.lease());
                        list(lister);
                    }
                }
                usage.end();
            }
        }
    }

    private static void list(Lister lister) {
        try {
            lister.run();
        } catch (IOException e) {
            // The connection is gone, and the walk with it.
        }
    }

    private void reportForever() throws InterruptedException {
        while (true) {
            Connected now = connected;
            if (now == null) {
                TimeUnit.MILLISECONDS.sleep(50);
                continue;
            }
            try {
                now.link.sendHeartbeat();
            } catch (IOException e) {
                // The reading thread sees the same end.
                now.link.close();
            }
            TimeUnit.MILLISECONDS.sleep(now.heartbeatMillis);
        }
    }
}
