package dev.volta.core.keeper.client;

import static dev.volta.core.keeper.TestKeeper.eventually;
import static dev.volta.core.keeper.TestKeeper.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.keeper.TestKeeper;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.OutputSink;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many conversations at once, and much in one. */
@Timeout(120)
class KeeperLoadTest {
    private static final int PIECES = 64;

    @TempDir
    private Path folder;

    @Test
    void aReaderThatIsStuckHoldsUpItsOwnProgramAlone() throws Exception {
        var progress = folder.resolve("progress");
        var release = new CountDownLatch(1);
        var seen = new AtomicLong();
        try (var keeper = TestKeeper.in(TestKeeper.place(folder));
                var access = keeper.access();
                var stuck = access.connect(node("stuck"))) {
            // Each line of the progress file stands for a mebibyte that the program could write.
            var much = Command.of(
                    "sh",
                    "-c",
                    "i=0; while [ $i -lt " + PIECES + " ]; do head -c 1048576 /dev/zero; echo $i >> " + progress
                            + "; i=$((i+1)); done");
            var slow = Thread.ofVirtual().start(() -> {
                try {
                    stuck.run(much, sink(bytes -> {
                        seen.addAndGet(bytes);
                        awaitQuietly(release);
                    }));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            eventually(() -> seen.get() > 0, "the first output");
            var answers = new ConcurrentLinkedQueue<String>();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 49; i++) {
                var number = i;
                threads.add(Thread.ofVirtual().start(() -> {
                    try (var remote = access.connect(node("vm" + number))) {
                        var total = new AtomicLong();
                        remote.run(Command.of("head", "-c", "1000000", "/dev/zero"), sink(total::addAndGet));
                        answers.add(number + " " + total);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(answers).hasSize(49).allMatch(answer -> answer.endsWith(" 1000000"));
            assertThat(Files.exists(progress) ? Files.readAllLines(progress) : List.of())
                    .as("mebibytes written while nobody reads")
                    .hasSizeLessThan(3);
            release.countDown();
            slow.join();
            assertThat(seen.get()).isEqualTo((long) PIECES << 20);
        }
    }

    @Test
    void aGigabyteGoesThroughAKeeperOfLittleMemory() throws Exception {
        var place = TestKeeper.place(folder);
        var total = new AtomicLong();
        try (var access = new KeeperAccess(place, TestKeeper.program(place), Map.of());
                var remote = access.connect(node("vm1"))) {
            var status = remote.run(Command.of("head", "-c", "1000000000", "/dev/zero"), sink(total::addAndGet));
            assertThat(status.ok()).isTrue();
            assertThat(total).hasValue(1_000_000_000);
            assertThat(new KeeperControl(place).status().orElseThrow().residentBytes())
                    .isBetween(10L << 20, 160L << 20);
        } finally {
            new KeeperControl(place).stop();
        }
    }

    @Test
    void connectionsThatSayNothingTakeNoMemoryFromClients() throws Exception {
        var place = TestKeeper.place(folder);
        var silent = new ArrayList<SocketChannel>();
        try (var access = new KeeperAccess(place, TestKeeper.program(place, 24), Map.of());
                var remote = access.connect(node("vm1"))) {
            for (var i = 0; i < 600; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(place.socket())));
            }
            var total = new AtomicLong();
            remote.run(Command.of("head", "-c", "20000000", "/dev/zero"), sink(total::addAndGet));
            assertThat(total).hasValue(20_000_000);
            try (var later = new KeeperAccess(place, TestKeeper.noProgram(), Map.of());
                    var other = later.connect(node("vm2"))) {
                assertThat(other.run(Command.of("echo", "here")).out()).isEqualTo("here\n");
            }
        } finally {
            for (var channel : silent) {
                channel.close();
            }
            new KeeperControl(place).stop();
        }
    }

    private interface Count {
        void add(int bytes);
    }

    private static OutputSink sink(Count count) {
        return new OutputSink() {
            @Override
            public void stdout(ByteBuffer bytes) {
                count.add(bytes.remaining());
            }

            @Override
            public void stderr(ByteBuffer bytes) {}
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
