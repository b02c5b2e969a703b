package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a remote does when the server misbehaves in ways that only a server of our own can be made to. */
abstract class HermeticConformance extends RemoteConformance {
    @Override
    Server startServer(Path serverFolder) throws IOException, InterruptedException {
        return HermeticServer.start(serverFolder);
    }

    private HermeticServer hermetic() {
        return (HermeticServer) server;
    }

    @Test
    void startsAgainWhatTheServerDropped() throws InterruptedException {
        hermetic().refuseNext(2);
        try (var remote = connect()) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        assertThat(hermetic().connections()).isEqualTo(3);
    }

    @Test
    void givesUpOnAServerThatDropsEveryStart() {
        hermetic().refuseNext(100);
        try (var twice = link(settings.withAttempts(2))) {
            assertThatThrownBy(() -> twice.connect(target))
                    .isInstanceOf(StartDropped.class)
                    .hasMessageContaining("MaxStartups");
        }
        assertThat(hermetic().connections()).isEqualTo(2);
    }

    @Test
    void doesNotTryARefusedUserAgain() throws Exception {
        var wrong = Keys.make(folder, "wrong", "ed25519");
        assertThatThrownBy(() -> link.connect(target.withIdentityFiles(wrong))).isInstanceOf(SshException.class);
        assertThat(hermetic().connections()).isEqualTo(1);
    }

    @Test
    void givesUpOnAHostThatAcceptsAndSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // The kernel takes connections up for a listener that never does.
            var patient = Timing.DEFAULT.withGreeting(Duration.ofMillis(600));
            assertThatThrownBy(() -> link.connect(SshTarget.of(NODE, "127.0.0.1", silent.getLocalPort(), "root")
                            .withTiming(patient)))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.KEY_EXCHANGE))
                    .hasMessageContaining("says nothing (waited 0.6 s)");
        }
    }

    @Test
    void givesUpAConnectionOverWhichNothingComesAnyMore() throws Exception {
        try (var way = new Detour(server.port())) {
            var watchful = by(way).withTiming(Timing.DEFAULT.withKeepAlive(Duration.ofMillis(200)));
            try (var remote = link.connect(watchful)) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
                way.block();
                assertThatThrownBy(() -> remote.run(Command.of("sleep", "60").withTimeout(Duration.ofSeconds(50))))
                        .isInstanceOf(RemoteException.class)
                        .hasMessageNotContaining("50 s");
            }
        }
    }

    @Test
    void aDeadHostIsAConnectFailure() throws IOException {
        var port = OpenSshd.freePort();
        assertThatThrownBy(() -> link.connect(SshTarget.of(NODE, "127.0.0.1", port, "root")))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.CONNECT))
                .hasMessageContaining("root@127.0.0.1:" + port + ": connect: ")
                .hasMessageContaining("is sshd running there");
    }

    @Test
    void anUnknownNameIsAConnectFailure() {
        assertThatThrownBy(() -> link.connect(SshTarget.of(NODE, "no-such-host.invalid", 22, "root")))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.CONNECT))
                .hasMessageContaining("the name 'no-such-host.invalid' is not known");
    }

    @Test
    void goesOnAfterACutInTheMiddle() throws Exception {
        var source = randomFile("large", 12_000_000, 3);
        var there = folder.resolve("there");
        var upload = new Upload(source, there.toString(), 0600);
        hermetic().cutAfter(5_000_000);
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.upload(upload, TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("connection was lost")
                    .hasMessageContaining("upload again");
        }
        assertThat(there).doesNotExist();
        var first = new AtomicLong(-1);
        try (var remote = connect()) {
            remote.upload(upload, (bytes, total) -> first.compareAndSet(-1, bytes));
        }
        assertThat(first.get()).isGreaterThanOrEqualTo(5_000_000);
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
        try (var left = Files.list(folder)) {
            assertThat(left.map(f -> f.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void promisesToGoOnOnlyWithWhatALaterTryFinds() throws Exception {
        var source = randomFile("large", 12_000_000, 5);
        var there = folder.resolve("there");
        var upload = new Upload(source, there.toString(), 0600);
        var others = Path.of(PartialName.of(ContentMark.of(source), NODE, there.toString()));
        Files.write(others, new byte[1000]);
        try (var remote = connect()) {
            hermetic().cutChannelAfter(5_000_000);
            assertThatThrownBy(() -> remote.upload(upload, TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("connection was lost")
                    .hasMessageContaining("upload again, from the beginning")
                    .hasMessageNotContaining("kept");
            try (var left = Files.list(folder)) {
                assertThat(left.filter(file -> file.toString().endsWith(".part")))
                        .as("the node still answers")
                        .containsExactly(others);
            }
            hermetic().cutAfter(5_000_000);
            assertThatThrownBy(() -> remote.upload(upload, TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("connection was lost")
                    .hasMessageNotContaining("kept");
        }
    }

    @Test
    void aCutDownloadLeavesNothingHere() throws Exception {
        var source = randomFile("large", 60_000_000, 4);
        var back = Files.createDirectory(folder.resolve("back"));
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.download(source.toString(), back.resolve("file"), (bytes, total) -> {
                        if (bytes > 1_000_000) {
                            server.dropConnections();
                        }
                    }))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(source.toString());
        }
        assertThat(back).isEmptyDirectory();
    }

    /** As {@code /proc/kmsg}, which tells of no size. */
    @Test
    void givesUpAFileThatDoesNotEnd() throws Exception {
        var source = Files.createFile(folder.resolve("kmsg"));
        var back = Files.createDirectory(folder.resolve("back"));
        hermetic().holdReads();
        var impatient = target.withTiming(Timing.DEFAULT.withSilence(Duration.ofMillis(300)));
        try (var remote = link.connect(impatient)) {
            assertThatThrownBy(() -> remote.download(source.toString(), back.resolve("file"), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("cannot copy " + source + " to " + back.resolve("file")
                            + ": it does not come to an end: 0 bytes came, and hardly any in the last 300 ms");
        }
        assertThat(back).isEmptyDirectory();
    }

    @Test
    void anInterruptEndsTheWaitForAFileThatDoesNotEnd() throws Exception {
        var source = Files.createFile(folder.resolve("kmsg"));
        var back = Files.createDirectory(folder.resolve("back"));
        hermetic().holdReads();
        var begun = new CountDownLatch(1);
        try (var remote = connect()) {
            var download = new FutureTask<Void>(() -> {
                assertThatThrownBy(() ->
                                remote.download(source.toString(), back.resolve("file"), (_, _) -> begun.countDown()))
                        .isInstanceOf(InterruptedException.class);
                return null;
            });
            var thread = Thread.ofVirtual().start(download);
            begun.await();
            thread.interrupt();
            download.get();
        }
        // A keeper may still be at it when its client has gone.
        Eventually.eventuallyEmpty(back);
    }

    /** While the window of the channel is full, and before. */
    @Test
    void anInterruptEndsAnUploadThatTheNodeDoesNotTake() throws Exception {
        var source = randomFile("large", 12_000_000, 6);
        try (var remote = connect()) {
            for (var round = 0; round < 8; round++) {
                hermetic().holdWrites();
                var upload = new Upload(source, folder + "/there" + round, 0600);
                var begun = new CountDownLatch(1);
                interrupted(() -> remote.upload(upload, (_, _) -> begun.countDown()), begun, round * 40L);
                hermetic().letWritesGoOn();
            }
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
    }

    @Test
    void anInterruptEndsAnUploadOverWhichNothingComesAnyMore() throws Exception {
        var source = randomFile("large", 60_000_000, 7);
        try (var way = new Detour(server.port())) {
            var remote = link.connect(by(way));
            var begun = new CountDownLatch(1);
            interrupted(
                    () -> {
                        try (remote) {
                            remote.upload(new Upload(source, folder + "/there", 0600), (bytes, _) -> {
                                if (bytes > 0) {
                                    way.block();
                                    begun.countDown();
                                }
                            });
                        }
                    },
                    begun,
                    500);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAChannel() throws Exception {
        try (var way = new Detour(server.port())) {
            var remote = link.connect(by(way));
            way.block();
            interrupted(
                    () -> {
                        try (remote) {
                            remote.run(Command.of("true"));
                        }
                    },
                    new CountDownLatch(0),
                    300);
        }
    }

    private SshTarget by(Detour way) throws IOException {
        hostKeys.pin("127.0.0.1", way.port(), server.hostKeys());
        return SshTarget.of(NODE, "127.0.0.1", way.port(), System.getProperty("user.name"))
                .withIdentityFiles(server.clientKey());
    }

    @FunctionalInterface
    private interface Transfer {
        void run() throws InterruptedException;
    }

    /** Runs {@code transfer}, interrupts it {@code millis} after it has begun, and sees that this ends it. */
    private static void interrupted(Transfer transfer, CountDownLatch begun, long millis) throws Exception {
        var task = new FutureTask<Void>(() -> {
            assertThatThrownBy(transfer::run).isInstanceOf(InterruptedException.class);
            return null;
        });
        var thread = Thread.ofPlatform().daemon().start(task);
        Eventually.eventually(() -> begun.getCount() == 0 || task.isDone(), "it has begun");
        TimeUnit.MILLISECONDS.sleep(millis);
        thread.interrupt();
        task.get(8, TimeUnit.SECONDS);
    }

    /** However long the machine of the server or this one stands still in between. */
    @Test
    void handsOnWhatComesAfterTheStatus() throws InterruptedException {
        try (var remote = connect()) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
            hermetic().tellStatusFirst();
            var late = remote.run(Command.of("sh", "-c", "echo late; echo worse >&2; exit 3"));
            assertThat(late.out()).isEqualTo("late\n");
            assertThat(late.err()).isEqualTo("worse\n");
            assertThat(late.status()).isEqualTo(new ExitStatus.Exited(3));
        }
    }

    @Test
    void aServerWithoutSocketForwardingIsNamed() throws Exception {
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.socketFromNode("/tmp/volta-none.sock", folder.resolve("here")))
                    .isInstanceOf(SshException.class)
                    .hasMessageStartingWith("vm1: ");
        }
    }

    @Test
    void aLocalSocketIsForItsOwnerAlone() throws Exception {
        var here = folder.resolve("here.sock");
        try (var remote = connect();
                var tunnel = remote.socketToNode(here, "/run/nothing.sock")) {
            assertThat(tunnel.isOpen()).isTrue();
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(here)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> remote.socketToNode(here, "/run/nothing.sock"))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("another process does");
            var tooLong = folder.resolve("x".repeat(100));
            assertThatThrownBy(() -> remote.socketToNode(tooLong, "/run/nothing.sock"))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("at most 107");
        }
        assertThat(here).doesNotExist();
    }

    @Test
    void aHundredCommandsOneAfterAnother() throws InterruptedException {
        try (var remote = connect()) {
            for (var i = 0; i < 100; i++) {
                assertThat(remote.run(Command.of("echo", "" + i)).out()).isEqualTo(i + "\n");
            }
        }
    }
}
