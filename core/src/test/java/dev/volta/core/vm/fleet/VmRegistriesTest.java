package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.vm.Accelerator;
import dev.volta.core.vm.FakeQemu;
import dev.volta.core.vm.FakeQemu.Habit;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.wire.FolderTree;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines whose QEMU is a program of these tests, and which nobody but the kernel tells the truth about. */
@Timeout(180)
@SuppressWarnings("try") // closed early on purpose, and interrupted by nobody
class VmRegistriesTest {
    private static final NodeName NODE = new NodeName("node1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path fleet;

    @BeforeEach
    void makeAFleet() throws Exception {
        folder = folder.toRealPath();
        fleet = Files.createDirectory(folder.resolve("a"));
    }

    @Test
    void takesOverWhatRunsAndEndsIt() throws Exception {
        try (var qemu = start(Habit.NONE);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).singleElement().satisfies(machine -> {
                assertThat(machine.state()).isEqualTo(VmStatus.State.running);
                assertThat(machine.pid()).isEqualTo(qemu.pid());
                assertThat(machine.trouble()).isEmpty();
                assertThat(machine.detail()).isEqualTo("cold boot: as was asked for");
            });
            assertThat(books.down(vms(fleet), NODE)).contains(RunningVm.Ending.GUEST);
            assertThat(qemu.awaitEnd()).isZero();
            assertThat(books.list(vms(fleet))).isEmpty();
            assertThat(new MachineFolders(vms(fleet)).started()).isEmpty();
            assertThat(qemu.disk()).exists();
        }
    }

    @Test
    void findsItWhateverHappenedToWhatWasWrittenDown() throws Exception {
        try (var qemu = start(Habit.NONE)) {
            for (var record : List.of("", "null", "{}", "{\"pid\": 1}", "\0\0\0\0")) {
                Files.writeString(qemu.recordFile(), record);
                runs(qemu);
            }
            Files.delete(qemu.recordFile());
            Files.writeString(vms(fleet).resolve("node1/order.json"), "null");
            Files.write(qemu.disk(), new byte[0]);
            runs(qemu);
            try (var books = books(fleet)) {
                var machine = books.list(vms(fleet)).getFirst();
                assertThat(machine.make())
                        .contains(new VmStatus.Make(
                                GuestArchitecture.amd64,
                                Accelerator.tcg,
                                qemu.description().ssh(),
                                qemu.description().memory(),
                                2));
                assertThat(books.down(vms(fleet), NODE)).contains(RunningVm.Ending.GUEST);
            }
        }
    }

    @Test
    void doesNotEndWhatAnEarlierVersionStartedWhoseMarkWentWithItsSockets() throws Exception {
        try (var qemu = start(Habit.NONE)) {
            var json = new JsonMapper();
            var record = (ObjectNode) json.readTree(Files.readAllBytes(qemu.recordFile()));
            record.remove(List.of("boot", "processes", "host"));
            Files.write(qemu.recordFile(), json.writeValueAsBytes(record));
            Files.deleteIfExists(qemu.recordFile().resolveSibling("ready"));
            runs(qemu);
        }
    }

    @Test
    void looksForMachinesInAFolderWhosePathIsLongerThanThatOfASocketMayBe() throws Exception {
        var deep = Files.createDirectories(folder.resolve("a".repeat(60)).resolve("b".repeat(60)));
        var machine = Files.createDirectories(vms(deep).resolve(NODE.value()));
        Files.writeString(VmFiles.process(machine), "{}");
        assertThat(new MachineFolders(vms(deep)).started()).containsExactly(NODE);
    }

    private void runs(FakeQemu qemu) throws Exception {
        try (var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).singleElement().satisfies(machine -> {
                assertThat(machine.state()).isEqualTo(VmStatus.State.running);
                assertThat(machine.pid()).isEqualTo(qemu.pid());
            });
        }
    }

    @Test
    void goesOnWithoutTheSocketsAndTheFilesThatACleanUpRemoved() throws Exception {
        try (var qemu = start(Habit.NONE);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).hasSize(1);
            books.close();
            Files.delete(qemu.qmp());
            FolderTree.remove(vms(fleet));
            try (var next = books(fleet)) {
                assertThat(next.list(vms(fleet))).singleElement().satisfies(machine -> {
                    assertThat(machine.state()).isEqualTo(VmStatus.State.running);
                    assertThat(machine.trouble())
                            .isEqualTo("its disk was removed while it runs, and is lost when it ends");
                });
                assertThat(next.down(vms(fleet), NODE)).contains(RunningVm.Ending.GUEST);
            }
            assertThat(qemu.awaitEnd()).isZero();
        }
    }

    @Test
    void followsAFolderThatIsMoved() throws Exception {
        var moved = folder.resolve("moved");
        try (var qemu = start(Habit.NONE);
                var before = books(fleet)) {
            assertThat(before.list(vms(fleet))).hasSize(1);
            Files.move(fleet, moved);
            before.tick();
            assertThat(before.isEmpty()).isTrue();
            try (var books = books(moved)) {
                assertThat(books.list(vms(moved)))
                        .singleElement()
                        .satisfies(machine -> assertThat(machine.pid()).isEqualTo(qemu.pid()));
                assertThat(books.down(vms(moved), NODE)).contains(RunningVm.Ending.GUEST);
            }
        }
    }

    @Test
    void leavesTheMachinesOfAFolderAloneThatItWasCopiedFrom() throws Exception {
        var copy = folder.resolve("copy");
        try (var qemu = start(Habit.NONE)) {
            assertThat(new ProcessBuilder("cp", "-a", fleet.toString(), copy.toString())
                            .start()
                            .waitFor())
                    .isZero();
            try (var books = books(copy)) {
                assertThat(books.list(vms(copy))).isEmpty();
                assertThat(books.down(vms(copy), NODE)).isEmpty();
            }
            assertThat(new MachineFolders(vms(copy)).purge(NODE)).isTrue();
            assertThat(qemu.isAlive()).isTrue();
            runs(qemu);
        }
    }

    @Test
    void listsOneThatDoesNotAnswerAndKillsIt() throws Exception {
        try (var qemu = start(Habit.MUTE);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).singleElement().satisfies(machine -> {
                assertThat(machine.state().words()).isEqualTo("not answering");
                assertThat(machine.trouble()).contains("QEMU has not connected to");
                assertThat(machine.pid()).isEqualTo(qemu.pid());
            });
            assertThat(books.isEmpty()).isFalse();
            assertThatThrownBy(() -> new MachineFolders(vms(fleet)).purge(NODE))
                    .hasMessageContaining("its machine runs (process " + qemu.pid() + ")");
            assertThat(books.down(vms(fleet), NODE)).contains(RunningVm.Ending.KILLED);
            assertThat(qemu.awaitEnd()).isNotZero();
            assertThat(books.list(vms(fleet))).isEmpty();
        }
    }

    @Test
    void takesOverOneThatWasStoppedWhenItGoesOn() throws Exception {
        try (var qemu = start(Habit.NONE)) {
            qemu.signal("STOP");
            try (var books = books(fleet)) {
                assertThat(books.list(vms(fleet))).singleElement().satisfies(machine -> {
                    assertThat(machine.state()).isEqualTo(VmStatus.State.silent);
                    assertThat(machine.trouble()).contains("kill -CONT " + qemu.pid());
                });
                qemu.signal("CONT");
                eventually(() -> {
                    books.tick();
                    return books.list(vms(fleet)).getFirst().runs();
                });
                qemu.signal("STOP");
                assertThat(books.list(vms(fleet)).getFirst().state()).isEqualTo(VmStatus.State.silent);
                assertThat(books.down(vms(fleet), NODE)).contains(RunningVm.Ending.GUEST);
            }
        }
    }

    @Test
    void leavesAMachineToTheKeeperThatHasIt() throws Exception {
        try (var qemu = start(Habit.NONE);
                var first = books(fleet);
                var second = books(fleet)) {
            assertThat(first.list(vms(fleet)).getFirst().runs()).isTrue();
            assertThat(second.list(vms(fleet)).getFirst().trouble()).startsWith("another keeper has it");
            assertThat(second.isEmpty()).isTrue();
            first.close();
            eventually(() -> {
                second.tick();
                return second.list(vms(fleet)).getFirst().runs();
            });
            assertThat(qemu.isAlive()).isTrue();
        }
    }

    @Test
    void letsAMachineGoOnWhenThereIsRoomAgain() throws Exception {
        try (var _ = start(Habit.FULL);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).singleElement().satisfies(machine -> {
                assertThat(machine.state()).isEqualTo(VmStatus.State.paused);
                assertThat(machine.trouble())
                        .isEqualTo("disk errors, last at 1970-01-01T00:00:01Z: no room in " + vms(fleet)
                                + "/node1; it goes on when there is room");
            });
            eventually(() -> {
                books.tick();
                return books.list(vms(fleet)).getFirst().runs();
            });
        }
    }

    @Test
    void tellsAGuestTheTimeWhenItIsTakenOverAndAfterASuspend() throws Exception {
        var slept = new AtomicReference<>(Duration.ZERO);
        try (var qemu = start(Habit.NONE);
                var books = books(fleet, () -> Instant.now().plus(slept.get()))) {
            assertThat(books.list(vms(fleet))).hasSize(1);
            eventually(() -> qemu.heard().size() == 1);
            books.tick();
            slept.set(Duration.ofSeconds(45));
            books.tick();
            eventually(() -> qemu.heard().size() == 2);
            assertThat(qemu.heard()).allMatch(line -> line.matches("TIME \\d+\\.\\d{9}"));
        }
    }

    @Test
    void tellsAGuestTheTimeWhenItGoesOnAndNotBefore() throws Exception {
        try (var qemu = start(Habit.FULL);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet)).getFirst().state()).isEqualTo(VmStatus.State.paused);
            assertThat(qemu.heard()).isEmpty();
            eventually(() -> {
                books.tick();
                return qemu.heard().size() == 1;
            });
        }
    }

    @Test
    void cutsTheConsolesLogThatHasGrownLong() throws Exception {
        try (var qemu = start(Habit.NONE);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).hasSize(1);
            var log = qemu.disk().resolveSibling("serial.log");
            Files.write(log, new byte[9 << 20]);
            books.tick();
            assertThat(log).isEmptyFile();
            assertThat(log.resolveSibling("serial.log.1")).hasSize(8 << 20);
        }
    }

    @Test
    void endsAMachineThatStandsStillWithoutWaitingForItsGuest() throws Exception {
        try (var qemu = start(Habit.FULL);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet)).getFirst().state()).isEqualTo(VmStatus.State.paused);
            var begun = System.nanoTime();
            assertThat(books.down(vms(fleet), NODE)).contains(RunningVm.Ending.GUEST);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            assertThat(qemu.awaitEnd()).isZero();
        }
    }

    @Test
    void namesANodeWhoseMachineHasAnotherPortThanItIsDescribedWith() throws Exception {
        try (var qemu = start(Habit.NONE);
                var books = books(fleet)) {
            assertThat(books.list(vms(fleet))).hasSize(1);
            var port = qemu.description().ssh();
            assertThat(books.mismatch(NODE, port)).isEmpty();
            assertThat(books.mismatch(NODE, new Port(7)).orElseThrow())
                    .hasToString("it is described with port 7, and its machine was started with port " + port
                            + "; put the line back that says " + port
                            + ", or end the machine first: volta vm down -l node1");
            assertThat(books.mismatch(new NodeName("node2"), port).orElseThrow())
                    .hasToString(
                            "it is described with port " + port + ", where the machine of node1 runs; describe both"
                                    + " as they run, or end that machine first: volta vm down -l node1");
            assertThat(books.mismatch(new NodeName("node2"), new Port(7))).isEmpty();
        }
    }

    @Test
    void knowsThePortsOfMachinesWithoutWhatIsWrittenDown() throws Exception {
        var vms = vms(fleet);
        assertThat(MachinePorts.running(vms).ports()).isEmpty();
        try (var qemu = start(Habit.MUTE)) {
            var port = qemu.description().ssh();
            assertThat(MachinePorts.running(vms).ports()).isEqualTo(Map.of(NODE, port));
            Files.delete(qemu.recordFile());
            assertThat(MachinePorts.running(vms).ports()).isEqualTo(Map.of(NODE, port));
            var copy = folder.resolve("copy");
            assertThat(new ProcessBuilder("cp", "-a", fleet.toString(), copy.toString())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(MachinePorts.running(vms(copy)).ports()).isEmpty();
            var link = Files.createSymbolicLink(folder.resolve("link"), fleet);
            assertThat(MachinePorts.running(vms(link)).ports()).isEqualTo(Map.of(NODE, port));
            Files.move(fleet, folder.resolve("moved"));
            assertThat(MachinePorts.running(vms(folder.resolve("moved"))).ports())
                    .isEqualTo(Map.of(NODE, port));
        }
    }

    @Test
    void namesBothWherePortsAreSwapped() {
        var ports = new MachinePorts(Map.of(NODE, new Port(2222), new NodeName("node2"), new Port(2223)));
        assertThat(ports.mismatch(NODE, new Port(2223)).orElseThrow())
                .hasToString(
                        "it is described with port 2223, and its machine was started with port 2222; 2223 is the port"
                                + " of the machine of node2; put the line back that says 2222, or end both machines first: volta"
                                + " vm down -l node1,node2");
        assertThat(ports.mismatch(NODE, new Port(2222))).isEmpty();
        assertThat(ports.mismatch(new NodeName("node3"), new Port(2224))).isEmpty();
    }

    @Test
    void namesTheMachineThatHasAPort() throws Exception {
        try (var qemu = start(Habit.NONE);
                var socket = new ServerSocket(qemu.description().ssh().number(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
            assertThat(SshPort.refusal(qemu.description().ssh()).orElseThrow())
                    .contains("taken by the virtual machine node1 of " + vms(fleet) + "/node1 (process " + qemu.pid());
        }
    }

    @Test
    void removesNoDiskThatSomebodyHasOpen() throws Exception {
        var folders = new MachineFolders(vms(fleet));
        Path disk;
        try (var qemu = start(Habit.NONE)) {
            disk = qemu.disk();
            Files.delete(qemu.recordFile());
            assertThatThrownBy(() -> folders.purge(NODE)).isInstanceOf(VmException.class);
        }
        var reader =
                new ProcessBuilder("sleep", "600").redirectInput(disk.toFile()).start();
        try {
            assertThatThrownBy(() -> folders.purge(NODE))
                    .isInstanceOf(VmException.class)
                    .hasMessage("its disk " + disk + " is open: process " + reader.pid() + " (sleep); end that first");
            assertThat(disk).hasContent("what the guest wrote");
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(folders.purge(NODE)).isTrue();
        assertThat(disk).doesNotExist();
        assertThat(vms(fleet)).isEmptyDirectory();
    }

    private FakeQemu start(Habit habit) throws Exception {
        return FakeQemu.start(vms(fleet).resolve(NODE.value()), folder.resolve("s"), freePort(), habit);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path vms(Path fleet) {
        return fleet.resolve(".volta/vms");
    }

    private VmRegistries books(Path ofFleet) throws Exception {
        return books(ofFleet, InstantSource.system());
    }

    private VmRegistries books(Path ofFleet, InstantSource clock) throws Exception {
        var place = new VmPlace(ofFleet, folder.resolve("s"), folder.resolve(ofFleet.getFileName() + ".sock"));
        return new VmRegistries(place, Booting.NONE, clock, new PrintStream(System.err, true));
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(deadline);
            Thread.sleep(100);
        }
    }
}
