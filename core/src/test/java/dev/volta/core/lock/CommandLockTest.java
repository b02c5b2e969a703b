package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Fleet;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a command that loses the lock. */
@Timeout(120)
class CommandLockTest {
    @TempDir
    private Path folder;

    private static final String TAKEN_AWAY =
            "volta: the lock of the fleet was lost: it was taken away by eve@lap \\(process 7, 'volta lock release'\\), .*"
                    + " ago; no further step begins\n";

    private final StringWriter err = new StringWriter();
    private Configuration fleet;

    private static final class ThisMachine implements NodeAccess {
        @Override
        public Remote connect(Node node) {
            return new LocalRemote(new NodeName("here"));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @BeforeEach
    void describeAFleet() throws Exception {
        var name = "lab" + ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40);
        fleet = new Configuration(new Fleet(name, NodePaths.UNSAID), Inventory.local(), List.of());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        breakIt();
    }

    private CommandLock.Taker taker() {
        return new CommandLock.Taker(
                LockPlace.of(fleet),
                folder.resolve(".volta"),
                new ThisMachine(),
                "run",
                List.of("deploy-all"),
                new PrintWriter(err, true));
    }

    private CommandLock taken() throws InterruptedException {
        return CommandLock.take(taker(), Duration.ZERO);
    }

    private void breakIt() throws InterruptedException {
        lock().breakIt(new Claim("b", "eve", "lap", 7, "volta lock release"));
    }

    @Test
    void theLossOfTheLockIsWhatEndsAnInterruptedOperationOfAChannel() throws Exception {
        try (var lock = taken();
                var channel =
                        FileChannel.open(folder.resolve("x"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            breakIt();
            CommandLock.Work<Integer> work = () -> {
                assertThat(lock.prove()).isPresent();
                Thread.currentThread().interrupt(); // as the lock does with whoever does not ask it
                return channel.write(ByteBuffer.allocate(1));
            };
            assertThatThrownBy(() -> lock.protect(work))
                    .isInstanceOf(LockLostException.class)
                    .satisfies(lost ->
                            assertThat(lost.getSuppressed()).hasOnlyElementsOfType(ClosedByInterruptException.class));
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(err.toString()).matches(TAKEN_AWAY);
    }

    @Test
    void aCommandThatFailsBeforeItHearsOfTheLossTellsTheLoss() throws Exception {
        try (var lock = taken()) {
            CommandLock.Work<Integer> work = () -> {
                breakIt();
                return ExitCode.FAILED.code();
            };
            assertThat(lock.guard(work)).isEqualTo(ExitCode.LOCK_LOST.code());
        }
        assertThat(err.toString()).matches(TAKEN_AWAY);
    }

    @Test
    void anExceptionBeforeItHearsOfTheLossIsTakenForTheLoss() throws Exception {
        try (var lock = taken()) {
            CommandLock.Work<Integer> work = () -> {
                breakIt();
                throw new IOException("somebody else restarts it");
            };
            assertThatThrownBy(() -> lock.guard(work))
                    .isInstanceOf(LockLostException.class)
                    .satisfies(lost -> assertThat(lost.getSuppressed()).hasOnlyElementsOfType(IOException.class));
        }
        assertThat(err.toString()).matches(TAKEN_AWAY);
    }

    @Test
    void aFailureIsItsOwnWhileTheLockIsHeld() throws Exception {
        try (var lock = taken()) {
            CommandLock.Work<Integer> work = () -> {
                throw new IOException("no room");
            };
            assertThatThrownBy(() -> lock.protect(work)).isExactlyInstanceOf(IOException.class);
        }
        assertThat(err.toString()).isEmpty();
    }

    private FleetLock lock() {
        return FleetLock.of(fleet, new LocalRemote(new NodeName("here")), HeldLock.TIME_TO_LIVE);
    }

    @Test
    void goesOnWithALockThatThisProcessHasAndDoesNotWaitForItself() throws Exception {
        try (var _ = taken()) {
            assertThat(CommandLock.takeUnlessOwn(taker(), Duration.ofHours(1))).isEmpty();
        }
        try (var again = CommandLock.takeUnlessOwn(taker(), Duration.ZERO).orElseThrow()) {
            assertThat(again.lost()).isEmpty();
        }
    }

    /** Processes of two containers may have the same number, and the containers the same name. */
    @Test
    void aClaimWithThisProcessAndHostIsNotThereforeItsOwn() throws Exception {
        var host = InetAddress.getLocalHost().getHostName();
        var pid = ProcessHandle.current().pid();
        lock().take(new Claim("other", "ann", host, pid, "volta run-experiment"), Duration.ZERO);
        assertThatThrownBy(() -> CommandLock.takeUnlessOwn(taker(), Duration.ZERO))
                .isInstanceOf(LockHeldException.class)
                .hasMessageContaining("'volta run-experiment'");
    }

    @Test
    void aClaimWithItsTokenThatSomebodyElseWroteIsNotItsOwn() throws Exception {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a file to somebody else");
        try (var _ = taken()) {
            var own = claim();
            var copy = Files.copy(own, Files.createTempFile("volta", ""), StandardCopyOption.REPLACE_EXISTING);
            Files.setAttribute(copy, "unix:uid", 12_345);
            Files.move(copy, own, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> CommandLock.takeUnlessOwn(taker(), Duration.ZERO))
                    .isInstanceOf(LockHeldException.class)
                    .hasMessageContaining("logged in as");
        }
    }

    private Path claim() throws IOException {
        var name = fleet.fleet().name();
        try (var files = Files.newDirectoryStream(Path.of("/tmp"), "volta-lock." + name + ".*.held")) {
            return files.iterator().next();
        }
    }
}
