package dev.volta.core.keeper.client;

import static dev.volta.core.keeper.TestKeeper.eventually;
import static dev.volta.core.keeper.TestKeeper.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.keeper.MovedClock;
import dev.volta.core.keeper.TestKeeper;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.remote.Command;
import dev.volta.core.wire.FolderTree;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the start of a keeper to its end. */
@Timeout(60)
class KeeperLifeTest {
    @TempDir
    private Path folder;

    @Test
    void hangsUpOnWhoeverConnectsAndSaysNothing() throws Exception {
        var clock = new MovedClock();
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place, clock);
                var access = keeper.access();
                var remote = access.connect(node("vm1"));
                var silent = SocketChannel.open(UnixDomainSocketAddress.of(place.socket()))) {
            silent.configureBlocking(false);
            eventually(
                    () -> {
                        clock.move(Duration.ofSeconds(11));
                        return silent.read(ByteBuffer.allocate(64)) < 0;
                    },
                    "the keeper hangs up");
            assertThat(remote.run(Command.of("echo", "here")).out()).isEqualTo("here\n");
        }
    }

    @Test
    void leavesWhenNobodyHasNeededItForLong() throws Exception {
        var clock = new MovedClock();
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place, clock)) {
            try (var access = keeper.access();
                    var remote = access.connect(node("vm1"))) {
                clock.move(Duration.ofHours(1));
                assertThat(remote.run(Command.of("sh", "-c", "sleep 1.2; echo here"))
                                .out())
                        .isEqualTo("here\n");
            }
            eventually(() -> statusOf(place).clients() == 0, "the client leaves");
            Thread.sleep(500); // the client that asked for the status leaves too
            clock.move(Duration.ofMinutes(9));
            Thread.sleep(1200); // longer than a tick
            assertThat(keeper.left()).isFalse();
            clock.move(Duration.ofMinutes(2));
            eventually(keeper::left, "the keeper leaves");
            assertThat(keeper.plans.made).noneMatch(connection -> connection.open);
            assertThat(place.socket()).doesNotExist();
        }
    }

    @Test
    void aTunnelIsAReasonToStay() throws Exception {
        var clock = new MovedClock();
        var here = folder.resolve("here.sock");
        try (var keeper = TestKeeper.in(TestKeeper.place(folder), clock)) {
            try (var access = keeper.access();
                    var remote = access.connect(node("vm1"))) {
                remote.socketToNode(here, "/run/there.sock");
            }
            clock.move(Duration.ofHours(5));
            Thread.sleep(1500); // longer than a tick
            assertThat(keeper.left()).isFalse();
            assertThat(here).isSymbolicLink();
            Files.delete(here); // as lost as a tunnel can be
            Thread.sleep(1500);
            clock.move(Duration.ofHours(5));
            eventually(keeper::left, "the keeper leaves");
        }
    }

    @Test
    void theSocketOfADeadKeeperIsReplaced() throws Exception {
        var place = TestKeeper.place(folder);
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(place.socket()));
        }
        assertThat(place.socket()).exists();
        try (var keeper = TestKeeper.in(place);
                var access = keeper.access();
                var remote = access.connect(node("vm1"))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void isFoundAgainWhenItsSocketWasCleanedUp() throws Exception {
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place)) {
            Files.delete(place.socket());
            eventually(() -> Files.exists(place.socket()), "the keeper listens anew");
            assertThat(statusOf(place).clients()).isZero();
            FolderTree.remove(place.folder());
            eventually(() -> Files.exists(place.socket()), "the keeper listens anew in a new folder");
            assertThat(statusOf(place).clients()).isZero();
            assertThat(keeper.left()).isFalse();
        }
        assertThat(place.socket()).doesNotExist();
    }

    @Test
    void outlivesThatSomebodyElseTookItsFolder() throws Exception {
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place)) {
            FolderTree.remove(place.folder());
            Files.createDirectory(place.folder());
            Files.setPosixFilePermissions(place.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
            eventually(() -> keeper.log().contains("cannot look after its socket"), "the keeper tells it");
            assertThat(keeper.left()).isFalse();
            assertThat(place.folder()).isEmptyDirectory();
            Files.delete(place.folder());
            eventually(() -> Files.exists(place.socket()), "the keeper listens anew when the folder is its own again");
            assertThat(keeper.left()).isFalse();
        }
    }

    @Test
    void leavesItsPlaceToAnotherThatHasCome() throws Exception {
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place);
                var another = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var theirs = folder.resolve("theirs");
            another.bind(UnixDomainSocketAddress.of(theirs));
            Files.move(theirs, place.socket(), StandardCopyOption.ATOMIC_MOVE);
            eventually(keeper::left, "the keeper leaves");
            assertThat(place.socket()).exists();
        }
    }

    @Test
    void leavesWhenTheFolderOfItsFleetIsGone() throws Exception {
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place)) {
            Files.delete(place.fleet());
            eventually(keeper::left, "the keeper leaves");
            assertThat(place.socket()).doesNotExist();
        }
    }

    @Test
    void severalCommandsThatStartOneAtOnceShareOne() throws Exception {
        var place = TestKeeper.place(folder);
        var pids = new ConcurrentLinkedQueue<Long>();
        try {
            var threads = List.of(1, 2, 3).stream()
                    .map(i -> Thread.ofVirtual().start(() -> {
                        try {
                            pids.add(new KeeperControl(place)
                                    .start(TestKeeper.program(place))
                                    .pid());
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .toList();
            for (var thread : threads) {
                thread.join();
            }
            assertThat(pids).hasSize(3);
            assertThat(pids.stream().distinct()).hasSize(1);
        } finally {
            new KeeperControl(place).stop();
        }
    }

    @Test
    void isASessionOfItsOwnAndLeavesNothingWhenItIsStopped() throws Exception {
        var place = TestKeeper.place(folder);
        var here = folder.resolve("here.sock");
        var access = new KeeperAccess(place, TestKeeper.program(place), Map.of());
        try (var remote = access.connect(node("vm1"))) {
            remote.socketToNode(here, "/run/there.sock");
            var pid = statusOf(place).pid();
            assertThat(statField(pid, 5)).as("its session").isEqualTo(pid);
            assertThat(statusOf(place).tunnels()).hasSize(1);
            assertThat(new KeeperControl(place).stop()).hasValue(pid);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
        try (var left = Files.list(place.folder())) {
            assertThat(left.map(Path::getFileName))
                    .allMatch(name -> name.toString().equals(".lock"));
        }
        assertThat(Files.isSymbolicLink(here)).isFalse();
        assertThat(new KeeperControl(place).stop()).isEmpty();
        assertThat(new KeeperControl(place).status()).isEmpty();
        access.close();
    }

    @Test
    void tellsWhatItHolds() throws Exception {
        var place = TestKeeper.place(folder);
        try (var keeper = TestKeeper.in(place);
                var access = keeper.access()) {
            access.connect(node("vm2")).close();
            try (var _ = access.connect(node("vm1"))) {
                var status = statusOf(place);
                assertThat(status.build()).isEqualTo(TestKeeper.BUILD);
                assertThat(status.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(status.clients()).isEqualTo(1);
                assertThat(status.idleLimit()).isEqualTo(Duration.ofMinutes(10));
                assertThat(status.sessions())
                        .extracting(s -> s.node() + " " + s.reach() + " " + s.inUse())
                        .containsExactlyInAnyOrder("vm1 127.0.0.1:22 true", "vm2 127.0.0.1:22 false");
                assertThat(status.heapBytes()).isPositive();
            }
        }
    }

    @Test
    void aKeeperOfAnotherBuildIsReplacedUnlessItIsInUse() throws Exception {
        var place = TestKeeper.place(folder);
        var newer = new KeeperProgram(List.of("false"), "newer");
        try (var keeper = TestKeeper.in(place);
                var access = keeper.access()) {
            var remote = access.connect(node("vm1"));
            try (var other = new KeeperAccess(place, newer, Map.of())) {
                assertThatThrownBy(() -> other.connect(node("vm1")))
                        .isInstanceOf(KeeperException.class)
                        .hasMessageMatching(
                                "the keeper of this fleet \\(process \\d+\\) is in use and of another build:"
                                        + " it is test \\(protocol " + Greeting.VERSION + "\\), and this is newer"
                                        + " \\(protocol " + Greeting.VERSION + "\\);"
                                        + " end it with 'volta keeper stop'");
            }
            remote.close();
        }
    }

    @Test
    void aProgramThatEndsAtOnceIsToldWithItsLog() throws IOException {
        var place = TestKeeper.place(folder);
        var broken = new KeeperProgram(List.of("sh", "-c", "echo no room >&2; exit 1"), TestKeeper.BUILD);
        try (var access = new KeeperAccess(place, broken, Map.of())) {
            assertThatThrownBy(() -> access.connect(node("vm1")))
                    .isInstanceOf(KeeperException.class)
                    .hasMessageStartingWith("the keeper did not start: ")
                    .hasMessageEndingWith("ends with: no room");
        }
    }

    @Test
    void anotherUserIsTurnedAwayEvenWhereTheSocketIsOpenToAll() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can try it as another user");
        var fleet = Files.createDirectories(folder.resolve("fleet"));
        var open = Files.createTempDirectory(Path.of("/tmp"), "volta-open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var place = new KeeperPlace(fleet.toRealPath(), open, "k");
        try (var keeper = TestKeeper.in(place)) {
            Files.setPosixFilePermissions(place.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
            var asked = """
                    use IO::Socket::UNIX;
                    $SIG{PIPE} = 'IGNORE';
                    my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "no connection: $!";
                    print $s pack("N C N", 12, 1, 0), pack("N N N", 0x564b5052, 1, 0);
                    $s->flush; my $n = sysread($s, my $answer, 100); print $n // "reset";
                    """;
            assertThat(output("perl", "-e", asked, place.socket().toString())).isNotEqualTo("0");
            assertThat(output(
                            "setpriv",
                            "--reuid=65534",
                            "--clear-groups",
                            "perl",
                            "-e",
                            asked,
                            place.socket().toString()))
                    .isIn("0", "reset");
            assertThat(keeper.left()).isFalse();
        } finally {
            Files.deleteIfExists(place.lock());
            Files.delete(open);
        }
    }

    private static String output(String... argv) throws IOException, InterruptedException {
        var process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static long statField(long pid, int afterName) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[afterName - 2]);
    }

    private static KeeperStatus statusOf(KeeperPlace place) throws InterruptedException {
        return new KeeperControl(place).status().orElseThrow();
    }
}
