package dev.volta.core.keeper.client;

import static dev.volta.core.keeper.TestKeeper.eventually;
import static dev.volta.core.keeper.TestKeeper.node;
import static dev.volta.core.keeper.TestKeeper.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.TestKeeper;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Either side dies without a word. */
@Timeout(60)
class KeeperLossTest {
    @TempDir
    private Path folder;

    /** {@code main FLEET RUNTIME COMMAND...}: a client that runs one command. */
    public static void main(String[] arguments) throws InterruptedException {
        var place = KeeperPlace.of(
                Path.of(arguments[0]), new RuntimeFolder(Path.of(arguments[1]).resolve("volta"), List.of()));
        try (var access = new KeeperAccess(place, TestKeeper.noProgram(), Map.of());
                var remote = access.connect(node("vm1"))) {
            remote.run(Command.of("sh", "-c", arguments[2]));
        }
    }

    @Test
    void aKilledKeeperIsOneClearFailureAndTheNextConnectionStartsAnother() throws Exception {
        var place = TestKeeper.place(folder);
        var count = folder.resolve("count");
        var failure = new AtomicReference<Object>();
        try (var access = new KeeperAccess(place, TestKeeper.program(place), Map.of());
                var remote = access.connect(node("vm1"))) {
            var runner = Thread.ofVirtual().start(() -> {
                try {
                    failure.set(remote.run(Command.of("sh", "-c", "echo $$ >> " + count + "; exec sleep 60")));
                } catch (RemoteException | InterruptedException e) {
                    failure.set(e);
                }
            });
            eventually(() -> Files.exists(count) && Files.size(count) > 1, "the program runs");
            var pid = new KeeperControl(place).status().orElseThrow().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            runner.join();
            assertThat(failure.get())
                    .isInstanceOfSatisfying(
                            RemoteException.class,
                            e -> assertThat(e.getMessage())
                                    .startsWith("vm1: the keeper was lost (")
                                    .contains(count.toString())
                                    .endsWith("ran; whether it ended is unknown, check on the node"));
            assertThat(place.socket()).exists();
            try (var again = access.connect(node("vm1"))) {
                assertThat(again.run(Command.of("echo", "back")).out()).isEqualTo("back\n");
            }
            assertThat(new KeeperControl(place).status().orElseThrow().pid()).isNotEqualTo(pid);
            assertThat(Files.readAllLines(count)).as("the command ran once").hasSize(1);
        } finally {
            new KeeperControl(place).stop();
            ProcessHandle.of(Long.parseLong(Files.readString(count).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aFrozenKeeperIsNamedWithItsProcess() throws Exception {
        var place = TestKeeper.place(folder);
        var control = new KeeperControl(place);
        var pid = control.start(TestKeeper.program(place)).pid();
        try {
            signal("-STOP", pid);
            var stat = Path.of("/proc", Long.toString(pid), "stat");
            eventually(() -> Files.readString(stat).contains(") T "), "the keeper stops");
            assertThatThrownBy(control::status)
                    .isInstanceOf(KeeperException.class)
                    .hasMessageEndingWith(
                            "; its process " + pid + " is stopped by a signal: kill -CONT " + pid + " lets it go on");
            signal("-CONT", pid);
            eventually(() -> control.status().orElseThrow().pid() == pid, "the keeper answers");
        } finally {
            signal("-CONT", pid);
            control.stop();
        }
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void theCommandsOfAKilledClientAreEndedAndItsConnectionsComeBack() throws Exception {
        var place = TestKeeper.place(folder);
        var pidFile = folder.resolve("pid");
        try (var keeper = TestKeeper.in(place)) {
            var argv = TestKeeper.java("-Xmx32m", KeeperLossTest.class, place);
            argv.add("echo $$ > " + pidFile + "; exec sleep 60");
            var client = new ProcessBuilder(argv).inheritIO().start();
            eventually(() -> started(pidFile), "the program runs");
            client.destroyForcibly().waitFor();
            eventually(() -> !runs(pidFile), "the program ends");
            eventually(
                    () -> new KeeperControl(place)
                            .status().orElseThrow().sessions().stream().noneMatch(s -> s.inUse()),
                    "the connection comes back");
            assertThat(keeper.plans.made).hasSize(1).allMatch(connection -> connection.isOpen());
        }
    }

    private static boolean started(Path pidFile) throws IOException {
        return Files.exists(pidFile) && Files.readString(pidFile).endsWith("\n");
    }
}
