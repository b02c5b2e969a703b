package dev.volta.hashing.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.ProgressListener;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.FrameFuzz;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.ItemOutcome;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.PageStart;
import dev.volta.hashing.node.wire.Role;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that do not keep to the protocol, and a worker beside them that does. */
class HostileIT {
    /** So many that quarantine does not keep all of them out. */
    private static final int EVIL_WORKERS = 500;

    @TempDir
    Path folder;

    private static SocketChannel open(Fleet fleet) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(fleet.socket()));
        return channel;
    }

    private static Hello hello(Role role, String id, String token) {
        return new Hello(Handshake.VERSION, role, id, "n", token, 0, 0, 1);
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

    private static Refusal refusal(FrameChannel frames) throws IOException {
        Message message = Peers.read(frames);
        while (message != null && !(message instanceof Refusal)) {
            message = Peers.read(frames);
        }
        assertThat(message).isInstanceOf(Refusal.class);
        assertThat(Peers.read(frames)).isNull();
        return (Refusal) Objects.requireNonNull(message);
    }

    private static Refusal answerTo(Fleet fleet, @Nullable Hello hello, byte... bytes) throws IOException {
        try (SocketChannel channel = open(fleet)) {
            FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
            if (hello != null) {
                frames.send(hello);
            }
            channel.write(ByteBuffer.wrap(bytes));
            return refusal(frames);
        }
    }

    @Test
    void everyBrokenFrameIsAnsweredWithItsReason() throws Exception {
        try (Fleet fleet = new Fleet(folder).controller();
                ControllerClient healthy = fleet.client()) {
            Hello client = hello(Role.CLIENT, "c", fleet.clientToken());
            assertThat(answerTo(fleet, null, (byte) 0x7F, (byte) 0, (byte) 0, (byte) 0))
                    .isEqualTo(new Refusal(Fault.TOO_LONG, "a frame of 2130706432 bytes is over 4096"));
            assertThat(answerTo(fleet, client, (byte) 0, (byte) 0x10, (byte) 0, (byte) 1))
                    .isEqualTo(new Refusal(Fault.TOO_LONG, "a frame of 1048577 bytes is over 1048576"));
            assertThat(answerTo(fleet, null, (byte) 0, (byte) 0, (byte) 0, (byte) 0)
                            .fault())
                    .isEqualTo(Fault.MALFORMED);
            assertThat(answerTo(fleet, null, (byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 0x77))
                    .isEqualTo(new Refusal(Fault.UNKNOWN_TYPE, "frame type 119 is not defined"));
            assertThat(answerTo(fleet, null, bytes(new ClientMessage.Done())))
                    .isEqualTo(new Refusal(Fault.OUT_OF_STATE, "DONE before HELLO"));
            assertThat(answerTo(fleet, client, bytes(new Walked(1))))
                    .isEqualTo(new Refusal(Fault.OUT_OF_STATE, "WALKED from a client"));
            assertThat(answerTo(fleet, client, bytes(new ClientMessage.Fetch(new JobId("none"), PageStart.FIRST))))
                    .isEqualTo(new Refusal(Fault.UNKNOWN_JOB, "there is no job none"));
            Hello otherVersion = new Hello(1, Role.CLIENT, "c", "n", fleet.clientToken(), 0, 0, 1);
            assertThat(answerTo(fleet, otherVersion))
                    .isEqualTo(new Refusal(
                            Fault.UNKNOWN_VERSION,
                            "the peer that connects speaks version 1 of the dispatch protocol, and the controller"
                                    + " version 2; bring all nodes to one version with 'volta deploy-all'"));
            assertThat(answerTo(fleet, hello(Role.WORKER, "../client", fleet.clientToken()))
                            .fault())
                    .isEqualTo(Fault.UNAUTHORIZED);

            byte[] whole = bytes(client);
            try (SocketChannel cut = open(fleet)) {
                cut.write(ByteBuffer.wrap(whole, 0, whole.length - 1));
            }
            healthy.forget(new JobId("none"));
        }
    }

    private static byte[] bytes(Message message) {
        ByteBuffer frame = Frames.encode(message);
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    @Test
    void fuzzedFramesHarmNobodyElse() throws Exception {
        long seed = Long.getLong("volta.seed", System.nanoTime());
        int frames = Integer.getInteger("volta.frames", 100_000);
        System.out.println("HostileIT: " + frames + " frames, -Dvolta.seed=" + seed);
        FrameFuzz fuzz = new FrameFuzz(seed);
        Path tree = folder.resolve("tree");
        Trees.small(tree, 500, 2000, seed);
        try (Fleet fleet = new Fleet(folder).controller().worker("healthy", "n");
                ControllerClient client = fleet.client()) {
            for (int i = 0; i < EVIL_WORKERS; i++) {
                Files.writeString(folder.resolve("tokens/workers/evil" + i), "evil");
            }
            int sent = 0;
            int round = 0;
            while (sent < frames) {
                try (SocketChannel channel = open(fleet)) {
                    Hello hello = switch (fuzz.random().nextInt(3)) {
                        case 0 -> hello(Role.CLIENT, "c", fleet.clientToken());
                        case 1 -> hello(Role.WORKER, "evil" + round % EVIL_WORKERS, "evil");
                        default -> null;
                    };
                    if (hello != null) {
                        channel.write(ByteBuffer.wrap(bytes(hello)));
                    }
                    int burst = 1 + fuzz.random().nextInt(60);
                    for (int i = 0; i < burst; i++) {
                        sent++;
                        channel.write(ByteBuffer.wrap(fuzz.next()));
                    }
                } catch (IOException e) {
                    // The controller closed it, as it should.
                }
                if (round++ % 500 == 0) {
                    assertRuns(client, job("healthy" + round, tree));
                }
            }
            assertRuns(client, job("last", tree));
            assertThat(fleet.process(Fleet.CONTROLLER).isAlive()).isTrue();
            assertThat(Files.readString(fleet.log(Fleet.CONTROLLER))).doesNotContain("Exception in thread");
        }
    }

    private static void assertRuns(ControllerClient client, JobSpec spec) {
        assertThat(client.run(spec, ProgressListener.NONE).files()).isEqualTo(500);
        client.forget(spec.id());
    }

    @Test
    void aWorkerThatBreaksTheProtocolThreeTimesIsQuarantinedAndItsWorkIsDoneByOthers() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 50, 100, 1);
        try (Fleet fleet = new Fleet(folder).controller();
                ControllerClient client = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            Files.writeString(folder.resolve("tokens/workers/evil"), "evil");
            JobSpec spec = job("j", tree);
            Future<JobSummary> running = waiting.submit(() -> client.run(spec, ProgressListener.NONE));
            for (int i = 0; i < 3; i++) {
                try (SocketChannel channel = open(fleet)) {
                    FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
                    frames.send(hello(Role.WORKER, "evil", "evil"));
                    assertThat(Peers.read(frames)).isInstanceOf(Welcome.class);
                    Message lease = Peers.read(frames);
                    assertThat(lease).isInstanceOf(Walk.class);
                    frames.send(new Walked(4711));
                    assertThat(refusal(frames).fault()).isEqualTo(Fault.OUT_OF_STATE);
                }
            }
            assertThat(answerTo(fleet, hello(Role.WORKER, "evil", "evil")).fault())
                    .isEqualTo(Fault.QUARANTINED);
            fleet.worker("good", "n");
            assertThat(running.get(60, TimeUnit.SECONDS).files()).isEqualTo(50);
            assertThat(Files.readString(fleet.events("j"))).contains("\"event\":\"Quarantined\",\"worker\":\"evil\"");
        }
    }

    @Test
    void aResultThatIsNotOfTheLeaseOrOfTheAlgorithmIsRefused() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 5, 100, 1);
        try (Fleet fleet = new Fleet(folder).controller().worker("good", "n");
                ControllerClient client = fleet.client()) {
            JobSpec listed = job("j", tree);
            fleet.kill("good");
            Files.writeString(folder.resolve("tokens/workers/evil"), "evil");
            try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<JobSummary> running = waiting.submit(() -> client.run(listed, ProgressListener.NONE));
                fleet.start("good");
                assertThat(running.get(60, TimeUnit.SECONDS).files()).isEqualTo(5);
                fleet.kill("good");

                JobSpec again = job("k", tree);
                Future<JobSummary> second = waiting.submit(() -> client.run(again, ProgressListener.NONE));
                try (SocketChannel channel = open(fleet)) {
                    FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
                    frames.send(hello(Role.WORKER, "evil", "evil"));
                    assertThat(Peers.read(frames)).isInstanceOf(Welcome.class);
                    Walk walk = (Walk) Objects.requireNonNull(Peers.read(frames));
                    frames.send(new Listing(
                            walk.lease(),
                            List.of(new ListedEntry(0, WalkEntry.file(Trees.raw(tree.resolve("d0/f0")), 1)))));
                    frames.send(new Walked(walk.lease()));
                    Digest digest = (Digest) Objects.requireNonNull(Peers.read(frames));
                    long index = digest.items().getFirst().index();
                    frames.send(new Results(
                            digest.lease(),
                            0,
                            0,
                            List.of(new ItemOutcome(index, new FileOutcome.Hashed(new byte[3], 1)))));
                    assertThat(refusal(frames).text()).contains("sha256 digest").contains("has 3 bytes");
                }
                fleet.start("good");
                JobSummary summary = second.get(60, TimeUnit.SECONDS);
                assertThat(summary.files()).isEqualTo(1);
                assertThat(summary.requeuedItems()).isEqualTo(1);
            }
        }
    }

    @Test
    void aWalkThatLosesOneWorkerAfterTheOtherFailsTheJobWithItsReason() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 50, 100, 1);
        try (Fleet fleet = new Fleet(folder).controller();
                ControllerClient client = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            Files.writeString(folder.resolve("tokens/workers/frail"), "frail");
            Future<JobSummary> running = waiting.submit(() -> client.run(job("j", tree), ProgressListener.NONE));
            for (int i = 0; i < 3; i++) {
                try (SocketChannel channel = open(fleet)) {
                    FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
                    frames.send(hello(Role.WORKER, "frail", "frail"));
                    assertThat(Peers.read(frames)).isInstanceOf(Welcome.class);
                    assertThat(Peers.read(frames)).isInstanceOf(Walk.class);
                }
            }
            assertThat(running)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("Job j failed: 3 workers in a row were lost while they listed " + tree);
        }
    }

    @Test
    void aJobFailsWhenTheWorkersOfANodeWithInputsDoNotCome() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 5, 100, 1);
        try (Fleet fleet = new Fleet(folder).controller("absence.timeout.millis=1500");
                ControllerClient client = fleet.client()) {
            fleet.worker("here", "n1");
            JobSpec here = job("j", tree);
            JobSpec there = new JobSpec(
                    here.id(),
                    here.algorithm(),
                    here.symlinks(),
                    List.of(new Root("n2", here.roots().getFirst().path())),
                    here.excluded(),
                    here.limits());
            assertThatThrownBy(() -> client.run(there, ProgressListener.NONE))
                    .hasMessageContaining("Job j failed: no worker of n2 has been connected for 1 s");
        }
    }

    @Test
    void aWorkerThatFallsSilentLosesItsLease() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 50, 100, 1);
        try (Fleet fleet = new Fleet(folder).controller("heartbeat.millis=100", "lease.timeout.millis=1500");
                ControllerClient client = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
                SocketChannel channel = open(fleet)) {
            Files.writeString(folder.resolve("tokens/workers/mute"), "mute");
            Future<JobSummary> running = waiting.submit(() -> client.run(job("j", tree), ProgressListener.NONE));
            FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
            frames.send(hello(Role.WORKER, "mute", "mute"));
            assertThat(Peers.read(frames)).isInstanceOf(Welcome.class);
            assertThat(Peers.read(frames)).isInstanceOf(Walk.class);
            fleet.worker("good", "n");
            assertThat(running.get(60, TimeUnit.SECONDS).files()).isEqualTo(50);
            assertThat(Files.readString(fleet.events("j"))).contains("nothing heard for 1500 ms");
        }
    }
}
