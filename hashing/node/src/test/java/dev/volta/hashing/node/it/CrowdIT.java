package dev.volta.hashing.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.ProgressListener;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.Role;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many workers as a controller takes, none of which says more than it must. */
@Timeout(180)
class CrowdIT {
    private static final int WORKERS = 1024;
    private static final int CONNECTIONS = 1100;
    private static final String TOKEN = "crowd";
    private static final Pattern WALK_GRANTED =
            Pattern.compile("\"event\":\"WalkGranted\",\"lease\":\\d+,\"worker\":\"w(\\d+)\"");
    private static final String HOURS_OF_SILENCE = "lease.timeout.millis=7200000";

    @TempDir
    Path folder;

    private final List<SocketChannel> open = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    private FrameChannel connect(Fleet fleet) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(channel);
        channel.connect(UnixDomainSocketAddress.of(fleet.socket()));
        return new FrameChannel(channel, Frames.MOST_BYTES);
    }

    private FrameChannel worker(Fleet fleet, int number) throws IOException {
        return worker(fleet, number, "n");
    }

    private FrameChannel worker(Fleet fleet, int number, String node) throws IOException {
        String id = "w" + number;
        Files.writeString(folder.resolve("tokens/workers").resolve(id), TOKEN);
        FrameChannel frames = connect(fleet);
        frames.send(new Hello(Handshake.VERSION, Role.WORKER, id, node, TOKEN, 0, 0, number + 1));
        assertThat(Peers.read(frames)).isInstanceOf(Welcome.class);
        return frames;
    }

    @Test
    void aControllerHasRoomFor1024WorkersAndTheirLeasesAndSaysWhenItIsFull() throws Exception {
        try (Fleet fleet = new Fleet(folder).controller(HOURS_OF_SILENCE);
                ControllerClient client = fleet.client();
                ControllerClient other = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<FrameChannel> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(worker(fleet, i));
            }
            client.awaitWorkers(WORKERS, Duration.ofSeconds(60));
            for (int i = WORKERS + 2; i < CONNECTIONS; i++) {
                connect(fleet);
            }
            assertThat(Peers.read(connect(fleet)))
                    .isEqualTo(new Refusal(Fault.BUSY, "the controller has 1100 connections already"));

            JobSpec spec = new JobSpec(
                    new JobId("j"),
                    Algorithm.SHA256,
                    Symlinks.SKIP,
                    List.of(Root.anywhere(RawPath.parse("/r"))),
                    List.of(),
                    BatchLimits.DEFAULT);
            Future<JobSummary> running = waiting.submit(() -> client.run(spec, ProgressListener.NONE));
            FrameChannel lister = workers.remove(whoLists(fleet.events("j")));
            Walk walk = (Walk) Objects.requireNonNull(Peers.read(lister));
            for (int first = 0; first < WORKERS * 128; first += 512) {
                lister.send(new Listing(walk.lease(), longNames(first, 512)));
            }
            for (FrameChannel worker : workers) {
                assertThat(Peers.read(worker)).isInstanceOf(Digest.class);
            }
            other.cancel(spec.id());
            assertThat(running)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withMessageContaining("Job j failed: cancelled");
            assertThat(Files.readString(fleet.log(Fleet.CONTROLLER))).doesNotContain("OutOfMemory");
        }
    }

    /** The number of the worker that has been given the walk. */
    private static int whoLists(Path events) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Matcher granted = WALK_GRANTED.matcher(Files.exists(events) ? Files.readString(events) : "");
            if (granted.find()) {
                return Integer.parseInt(granted.group(1));
            }
            assertThat(System.nanoTime()).as("nobody lists").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void aThousandNodesMayWalkAtOnceInItsMemory() throws Exception {
        try (Fleet fleet = new Fleet(folder).controller(HOURS_OF_SILENCE);
                ControllerClient client = fleet.client();
                ExecutorService working = Executors.newFixedThreadPool(64)) {
            List<FrameChannel> workers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                workers.add(worker(fleet, i, "node" + i));
            }
            List<Root> roots = IntStream.range(0, 1000)
                    .mapToObj(i -> new Root("node" + i, RawPath.parse("/r")))
                    .toList();
            JobSpec spec =
                    new JobSpec(new JobId("j"), Algorithm.SHA256, Symlinks.SKIP, roots, List.of(), BatchLimits.DEFAULT);
            Future<JobSummary> running = working.submit(() -> client.run(spec, ProgressListener.NONE));
            List<Future<?>> walks = new ArrayList<>();
            for (int i = 0; i < workers.size(); i++) {
                int root = i;
                walks.add(working.submit(() -> {
                    walk(workers.get(root), root);
                    return root;
                }));
            }
            for (Future<?> walk : walks) {
                walk.get(120, TimeUnit.SECONDS);
            }
            // Not all get one: none of them ever ends, and then there is no memory for more.
            for (FrameChannel worker : workers.subList(0, 500)) {
                assertThat(Peers.read(worker)).isInstanceOf(Digest.class);
            }
            try (ControllerClient other = fleet.client()) {
                other.cancel(spec.id());
            }
            assertThat(running)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withMessageContaining("Job j failed: cancelled");
            assertThat(fleet.process(Fleet.CONTROLLER).isAlive()).isTrue();
            assertThat(Files.readString(fleet.log(Fleet.CONTROLLER))).doesNotContain("OutOfMemory", "broke");
        }
    }

    /** Lists files in the longest frames that a worker sends, of some roots the last of them with a path at the limit. */
    private static void walk(FrameChannel worker, int root) throws IOException {
        Walk walk = (Walk) Objects.requireNonNull(Peers.read(worker));
        for (int first = 0; first < 256; first += 128) {
            worker.send(new Listing(
                    walk.lease(),
                    longNames(first, 128).stream()
                            .map(entry -> new ListedEntry(root, entry.entry()))
                            .toList()));
        }
        if (root % 4 == 0) {
            RawPath longest = RawPath.parse("/r/z" + "z".repeat(Frames.MOST_PATH_BYTES - 4));
            worker.send(new Listing(walk.lease(), List.of(new ListedEntry(root, WalkEntry.file(longest, 1)))));
        }
        worker.send(new Walked(walk.lease()));
    }

    /** Empty files with paths of half a kibibyte. */
    private static List<ListedEntry> longNames(int first, int count) {
        String folders = "/r" + ("/" + "d".repeat(99)).repeat(5);
        return IntStream.range(first, first + count)
                .mapToObj(i -> new ListedEntry(0, WalkEntry.file(RawPath.parse("%s/%08d".formatted(folders, i)), 0)))
                .toList();
    }
}
