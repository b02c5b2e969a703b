package dev.volta.core.vm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of a link, with the guest's own program. */
@Timeout(120)
class GuestLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private GuestLink link;
    private HostGuest guest;

    @BeforeEach
    void begin() throws Exception {
        link = GuestLink.listen(new NodeName("vm1"), folder.resolve("port"));
        guest = HostGuest.start(folder, folder.resolve("port"));
        assertThat(link.answers(PATIENCE)).isTrue();
    }

    @AfterEach
    void end() throws Exception {
        assertThat(guest.isAlive()).as("its checks of memory found nothing").isTrue();
        guest.close();
        link.close();
    }

    private Path here() {
        return folder.resolve("here.sock");
    }

    private Path there() {
        return folder.resolve("guest/run/there.sock");
    }

    @Test
    void leadsFromTheGuestToASocketHere() throws Exception {
        try (var _ = Peers.serve(here(), Peers::echo);
                var tunnel = link.socketFromNode(there().toString(), here())) {
            assertThat(Peers.exchange(there(), new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
            assertThat(tunnel.isOpen()).isTrue();
            assertThat(Files.getPosixFilePermissions(there())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(there()).doesNotExist();
    }

    @Test
    void refusesTheGuestIfWhatItLeadsToCannotEvenBeTried() throws Exception {
        // No address of a socket can be made of a path in an archive: an exception that is no IOException.
        try (var archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"));
                var tunnel = link.socketFromNode(there().toString(), archive.getPath("/socket"))) {
            assertThat(Peers.exchange(there(), new byte[0])).isEmpty();
            assertThat(tunnel.isOpen()).isTrue();
        }
    }

    @Test
    void leadsFromHereToASocketOfTheGuest() throws Exception {
        Files.createDirectories(there().getParent());
        try (var _ = Peers.serve(there(), Peers::echo)) {
            try (var _ = link.socketToNode(here(), there().toString())) {
                assertThat(Peers.exchange(here(), new byte[] {4, 5})).containsExactly(4, 5);
            }
            assertThat(here()).doesNotExist();
        }
    }

    @Test
    void carriesManyStreamsAtOnce() throws Exception {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        try (var _ = Peers.serve(here(), Peers::echo);
                var _ = link.socketFromNode(there().toString(), here());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<byte[]>>();
            var sent = new ArrayList<byte[]>();
            for (var i = 0; i < 40; i++) {
                var bytes = new byte[random.nextInt(200_000)];
                random.nextBytes(bytes);
                sent.add(bytes);
                answers.add(threads.submit(() -> Peers.exchange(there(), bytes)));
            }
            for (var i = 0; i < sent.size(); i++) {
                assertThat(answers.get(i).get())
                        .as("stream %d, seed %d", i, seed)
                        .isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    void carriesAMegabyteEachWayAtOnce() throws Exception {
        var there = new byte[1 << 20];
        var back = new byte[1 << 20];
        new Random(1).nextBytes(there);
        new Random(2).nextBytes(back);
        var received = new LinkedBlockingQueue<byte[]>();
        Peers.Talk answer = socket -> received.add(Peers.readWhileWriting(socket, back));
        try (var _ = Peers.serve(here(), answer);
                var _ = link.socketFromNode(there().toString(), here())) {
            assertThat(Peers.exchange(there(), there)).isEqualTo(back);
            assertThat(received.take()).isEqualTo(there);
        }
    }

    @Test
    void passesOnAnEndOfFileAndLeavesTheWayBackOpen() throws Exception {
        Peers.Talk answerLate = socket -> {
            var all = Peers.readAll(socket);
            Peers.write(socket, ByteBuffer.wrap(new byte[] {(byte) all.length}));
        };
        try (var _ = Peers.serve(here(), answerLate);
                var _ = link.socketFromNode(there().toString(), here())) {
            assertThat(Peers.exchange(there(), new byte[77])).containsExactly(77);
        }
    }

    @Test
    void isNotHeldUpByAReaderThatIsStuckOnEitherSide() throws Exception {
        Files.createDirectories(there().getParent());
        var guestSocket = folder.resolve("guest/other.sock");
        var toGuest = folder.resolve("to-guest.sock");
        try (var stuckHere = Peers.listen(here());
                var stuckThere = Peers.listen(guestSocket);
                var _ = link.socketFromNode(there().toString(), here());
                var _ = link.socketToNode(toGuest, guestSocket.toString());
                var fromGuest = Peers.connect(there());
                var fromHere = Peers.connect(toGuest);
                var held = stuckHere.accept();
                var heldThere = stuckThere.accept()) {
            assertThat(sendUntilFull(fromGuest)).isLessThan(4 << 20);
            assertThat(sendUntilFull(fromHere)).isLessThan(4 << 20);
            assertThat(held.isOpen() && heldThere.isOpen()).isTrue();
            var echoHere = folder.resolve("echo.sock");
            var echoThere = folder.resolve("guest/echo.sock");
            try (var _ = Peers.serve(echoHere, Peers::echo);
                    var _ = link.socketFromNode(echoThere.toString(), echoHere)) {
                assertThat(Peers.exchange(echoThere, new byte[300_000])).hasSize(300_000);
            }
        }
    }

    /** How many bytes are taken before nothing is for a while. */
    private static long sendUntilFull(SocketChannel socket) throws Exception {
        socket.configureBlocking(false);
        var sent = 0L;
        var last = System.nanoTime();
        while (System.nanoTime() - last < TimeUnit.MILLISECONDS.toNanos(500)) {
            var count = socket.write(ByteBuffer.allocate(64 << 10));
            sent += count;
            if (count > 0) {
                last = System.nanoTime();
                assertThat(sent).as("somebody keeps it all").isLessThan(64 << 20);
            } else {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        return sent;
    }

    @Test
    void endsAConnectionToASocketThatIsNotThere() throws Exception {
        try (var _ = link.socketToNode(here(), there().toString())) {
            assertThat(Peers.exchange(here(), new byte[0])).isEmpty();
        }
        try (var _ = link.socketFromNode(there().toString(), folder.resolve("nobody.sock"))) {
            assertThat(Peers.exchange(there(), new byte[0])).isEmpty();
        }
    }

    @Test
    void replacesASocketThatNobodyListensOn() throws Exception {
        Files.createDirectories(there().getParent());
        Peers.listen(there()).close();
        assertThat(there()).exists();
        try (var _ = Peers.serve(here(), Peers::echo);
                var _ = link.socketFromNode(there().toString(), here())) {
            assertThat(Peers.exchange(there(), new byte[3])).hasSize(3);
        }
    }

    @Test
    void saysWhyTheGuestCannotListen() throws Exception {
        Files.createDirectories(there().getParent());
        try (var _ = Peers.listen(there())) {
            assertRefused(there().toString(), "another process listens there");
        }
        Files.delete(there());
        Files.writeString(there(), "mine");
        assertRefused(there().toString(), "it is no socket");
        assertThat(there()).hasContent("mine");
        assertRefused(there() + "/deeper.sock", there() + "/deeper.sock: Not a directory");
        assertRefused("/" + "x".repeat(107), "the path of a socket has 1 to 107 bytes");
        assertRefused("relative.sock", "the path of a socket begins with /");
    }

    private void assertRefused(String path, String reason) {
        assertThatThrownBy(() -> link.socketFromNode(path, here()))
                .isInstanceOf(RemoteException.class)
                .hasMessage("vm1: the node does not listen on " + path + ": " + reason);
    }

    @Test
    void losesItsTunnelsWithItsConnectionAndAnswersOnTheNext() throws Exception {
        try (var _ = Peers.serve(here(), Peers::echo)) {
            for (var round = 0; round < 3; round++) {
                try (var tunnel = link.socketFromNode(there().toString(), here());
                        var client = Peers.connect(there())) {
                    Peers.write(client, ByteBuffer.wrap(new byte[] {1}));
                    assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(1);
                    link.hangUp();
                    assertThat(tunnel.isOpen()).isFalse();
                    assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
                while (!link.answers(PATIENCE)) {
                    assertThat(guest.isAlive()).isTrue();
                }
                assertThat(there()).doesNotExist();
            }
        }
    }

    @Test
    void costsNothingWhileNothingHappens() throws Exception {
        Peers.Talk leave = socket -> socket.read(ByteBuffer.allocate(1));
        Files.createDirectories(there().getParent());
        var guestSocket = folder.resolve("guest/leave.sock");
        try (var _ = Peers.serve(guestSocket, leave);
                var _ = link.socketToNode(here(), guestSocket.toString());
                var halfOpen = Peers.connect(here())) {
            Peers.write(halfOpen, ByteBuffer.wrap(new byte[] {1}));
            assertThat(halfOpen.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            var before = guest.processorTime();
            TimeUnit.SECONDS.sleep(1);
            assertThat(guest.processorTime().minus(before)).isLessThan(Duration.ofMillis(200));
        }
    }
}
