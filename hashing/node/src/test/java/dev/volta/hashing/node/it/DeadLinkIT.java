package dev.volta.hashing.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.ProgressListener;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ways that lead nowhere any more although nobody has closed them, and clients that are gone. */
@Timeout(240)
class DeadLinkIT {
    private static final String[] QUICK = {
        "heartbeat.millis=100", "lease.timeout.millis=1500", "client.timeout.millis=5000"
    };

    /** Clients that are away are waited for only so long. */
    private static final String[] IMPATIENT = {
        "heartbeat.millis=100", "lease.timeout.millis=1500", "client.timeout.millis=3000"
    };

    private static final int FILES = 6;
    private static final long BYTES = 32L << 20;

    @TempDir
    Path folder;

    private Path tree() throws IOException {
        Path tree = folder.resolve("tree");
        for (int i = 0; i < FILES; i++) {
            Trees.sparse(tree.resolve("sparse" + i), BYTES);
        }
        return tree;
    }

    private static JobSpec job(String id, Path tree) {
        return new JobSpec(
                new JobId(id),
                Algorithm.SHA256,
                Symlinks.SKIP,
                List.of(Root.anywhere(Trees.raw(tree))),
                List.of(),
                BatchLimits.DEFAULT);
    }

    private static ProgressListener whenBytesCome(CountDownLatch came) {
        return progress -> {
            if (progress.bytesDone() > 0) {
                came.countDown();
            }
        };
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void aWorkerWhoseWayDropsEverythingComesBackOverAnother() throws Exception {
        Path tree = tree();
        Path door = folder.resolve("w");
        try (Fleet fleet = new Fleet(folder).controller(QUICK);
                ControllerClient client = fleet.client();
                Relay relay = new Relay(door, fleet.socket());
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            fleet.worker("w1", "n", door);
            CountDownLatch came = new CountDownLatch(1);
            Future<JobSummary> running = waiting.submit(() -> client.run(job("j", tree), whenBytesCome(came)));
            await(came);
            relay.swallow();
            // 4.5 s of silence, and the work that is left.
            assertThat(running.get(120, TimeUnit.SECONDS).files()).isEqualTo(FILES);
            assertThat(relay.accepted()).isEqualTo(2);
            List<JobResult> results = new ArrayList<>();
            client.results(new JobId("j"), results::add);
            assertThat(Trees.manifest(results)).isEqualTo(Trees.manifest(tree, "SHA-256"));
            assertThat(Files.readString(fleet.events("j"))).contains("nothing heard for 1500 ms");
            // And while it has nothing to do.
            relay.swallow();
            eventually(() -> relay.accepted() == 3);
            client.awaitWorkers(1, Duration.ofSeconds(60));
        }
    }

    @Test
    void aClientWhoseWayDropsEverythingFollowsItsJobOverAnother() throws Exception {
        Path tree = tree();
        Path door = folder.resolve("c");
        try (Fleet fleet = new Fleet(folder).controller(QUICK).worker("w1", "n")) {
            fleet.client().close();
            try (Relay relay = new Relay(door, fleet.socket());
                    ControllerClient client = ControllerClient.connect(door, fleet.clientToken(), Fleet.PATIENCE);
                    ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
                CountDownLatch came = new CountDownLatch(1);
                JobSpec spec = job("j", tree);
                Future<JobSummary> running = waiting.submit(() -> client.run(spec, whenBytesCome(came)));
                await(came);
                relay.swallow();
                assertThat(running.get(120, TimeUnit.SECONDS).recoveries()).isZero();
                assertThat(relay.accepted()).isEqualTo(2);
                assertThat(client.run(spec, ProgressListener.NONE).files()).isEqualTo(FILES);
                relay.swallow();
                client.forget(spec.id());
                assertThat(relay.accepted()).isEqualTo(3);
                // What was set aside may be deleted by another thread than the one that answers.
                eventually(() -> {
                    try (Stream<Path> jobs = Files.list(fleet.state().resolve("jobs"))) {
                        return jobs.findAny().isEmpty();
                    }
                });
            }
        }
    }

    /** Whether it comes soon: it is written when the worker goes on with what it left, as nobody else has a job. */
    private static boolean comes(String text, BufferedReader events) throws Exception {
        for (int i = 0; i < 20; i++) {
            if (events.lines().anyMatch(line -> line.contains(text))) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return false;
    }

    private static boolean hashes(Message answer) {
        assertThat(answer).isInstanceOf(ClientMessage.Progress.class);
        return ((ClientMessage.Progress) answer).progress().bytesDone() > 0;
    }

    @Test
    void theJobOfAClientThatIsGoneOrSilentIsCancelledAndRemoved() throws Exception {
        Path tree = tree();
        Path small = folder.resolve("small");
        Trees.small(small, 20, 100, 1);
        try (Fleet fleet = new Fleet(folder).controller(IMPATIENT).worker("w1", "n");
                ControllerClient other = fleet.client()) {
            other.awaitWorkers(1, Duration.ofSeconds(60));
            for (boolean silent : new boolean[] {false, true}) {
                JobSpec spec = job(silent ? "silent" : "gone", tree);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(fleet.socket()));
                FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
                frames.send(new Hello(Handshake.VERSION, Role.CLIENT, "c", "", fleet.clientToken(), 0, 0, 1));
                assertThat(frames.read()).isInstanceOf(Welcome.class);
                frames.send(new ClientMessage.Submit(spec, false));
                while (!hashes(Objects.requireNonNull(Peers.read(frames)))) {}
                if (!silent) {
                    // Read to the end where it is, also if the job is removed meanwhile.
                    try (BufferedReader events = Files.newBufferedReader(fleet.events("gone"))) {
                        channel.close();
                        // The next experiment does not wait behind what it left, once it is seen that it is gone.
                        eventually(() -> {
                            assertThat(other.run(job("next", small), ProgressListener.NONE)
                                            .files())
                                    .isEqualTo(20);
                            other.forget(new JobId("next"));
                            return comes("its client is away, and another job came", events);
                        });
                    }
                }
                // Its folder goes before the line is written.
                String removed = "job " + spec.id() + " was cancelled and removed: its client was away for 3 s\n";
                eventually(() -> Files.readString(fleet.log(Fleet.CONTROLLER)).contains(removed));
                assertThat(fleet.state().resolve("jobs").resolve(spec.id().value()))
                        .doesNotExist();
                channel.close();
            }
            assertThat(other.run(job("after", small), ProgressListener.NONE).files())
                    .isEqualTo(20);
        }
    }

    @Test
    void aJobWithoutClientIsRemovedAlsoByAControllerThatWasRestarted() throws Exception {
        Path tree = tree();
        try (Fleet fleet = new Fleet(folder).controller(IMPATIENT).worker("w1", "n")) {
            fleet.client().close();
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(fleet.socket()));
            FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
            frames.send(new Hello(Handshake.VERSION, Role.CLIENT, "c", "", fleet.clientToken(), 0, 0, 1));
            frames.send(new ClientMessage.Submit(job("j", tree), false));
            assertThat(Peers.read(frames)).isInstanceOf(Welcome.class);
            assertThat(Peers.read(frames)).isInstanceOf(ClientMessage.Progress.class);
            fleet.kill(Fleet.CONTROLLER);
            channel.close();
            fleet.start(Fleet.CONTROLLER);
            eventually(() -> Files.notExists(fleet.state().resolve("jobs/j")));
        }
    }

    @Test
    void ofTwoProcessesWithOneIdTheSecondIsRefusedInPlainWords() throws Exception {
        Path tree = tree();
        try (Fleet fleet = new Fleet(folder).controller(QUICK).worker("w1", "n");
                ControllerClient client = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            client.awaitWorkers(1, Duration.ofSeconds(60));
            CountDownLatch came = new CountDownLatch(1);
            Future<JobSummary> running = waiting.submit(() -> client.run(job("j", tree), whenBytesCome(came)));
            await(came);
            fleet.twin("w1", "twin");
            String refusal =
                    "another process is connected as worker w1 (node n); a worker needs an id of its own, so stop"
                            + " one of the two";
            eventually(() -> Files.readString(fleet.log("twin")).contains(refusal));
            assertThat(running.get(120, TimeUnit.SECONDS).requeuedItems()).isZero();
            assertThat(Files.readString(fleet.events("j")).split("WorkerUp", -1))
                    .hasSize(2);
            assertThat(Files.readAllLines(fleet.log("twin"))).hasSize(1);
            // Once the first is gone the second is let in.
            fleet.kill("w1");
            client.awaitWorkers(1, Duration.ofSeconds(60));
            Files.delete(tree.resolve("sparse0"));
            assertThat(client.run(job("k", tree), ProgressListener.NONE).files())
                    .isEqualTo(FILES - 1);
        }
    }
}
