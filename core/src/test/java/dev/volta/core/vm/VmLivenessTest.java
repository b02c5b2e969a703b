package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Port;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // closed early on purpose, and interrupted by nobody
class VmLivenessTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path machine;

    @BeforeEach
    void makeAMachine() throws Exception {
        folder = folder.toRealPath();
        machine = Files.createDirectories(folder.resolve("vms/node1"));
    }

    @Test
    void takesNoOtherProgramForAMachineWhateverIsWrittenDown() throws Exception {
        var sleep = new ProcessBuilder("sleep", "600").start();
        try {
            record(LinuxProcess.now(sleep.pid())).write(machine.resolve("qemu.json"));
            assertThat(VmLiveness.of(machine)).isEqualTo(new VmLiveness.Dead());
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    void findsAMachineByItsDiskWhereItsRecordIsCutAnywhereOrEndsInZeros() throws Exception {
        try (var qemu = FakeQemu.start(machine, folder.resolve("s"), 2222, FakeQemu.Habit.MUTE)) {
            var whole = Files.readAllBytes(qemu.recordFile());
            assertThat(pid(VmLiveness.of(machine))).isEqualTo(qemu.pid());
            for (var length = 0; length < whole.length; length += 7) {
                Files.write(qemu.recordFile(), Arrays.copyOf(whole, length));
                assertThat(pid(VmLiveness.of(machine)))
                        .as("cut after %d", length)
                        .isEqualTo(qemu.pid());
                var zeros = Arrays.copyOf(Arrays.copyOf(whole, length), whole.length);
                Files.write(qemu.recordFile(), zeros);
                assertThat(pid(VmLiveness.of(machine)))
                        .as("zeros after %d", length)
                        .isEqualTo(qemu.pid());
            }
        }
        assertThat(VmLiveness.of(machine)).isEqualTo(new VmLiveness.Dead());
    }

    @Test
    void doesNotTakeAProcessOfAnotherBootForAMachine() throws Exception {
        written("boot", "00000000-0000-0000-0000-000000000000");
        assertThat(VmLiveness.of(machine)).isEqualTo(new VmLiveness.Dead());
    }

    @Test
    void knowsThatAMachineRunsInAnotherPidNamespaceByTheLocksOfItsDisk() throws Exception {
        written("processes", "pid:[1]");
        assertThat(VmLiveness.of(machine)).isEqualTo(new VmLiveness.Dead());
        var disk = Files.createFile(machine.resolve("disk.img"));
        try (var channel = FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock(100, 1, true);
            assertThat(VmLiveness.of(machine))
                    .isEqualTo(new VmLiveness.OutOfReach(
                            "it runs in another PID namespace, as containers have: end it there", Instant.EPOCH));
        }
    }

    @Test
    void readsTheRecordsOfEarlierVersions() throws Exception {
        Files.writeString(
                machine.resolve("qemu.json"),
                "{\"pid\":1,\"startTicks\":2,\"started\":3,\"sockets\":\"/s\",\"resumed\":true,\"origin\":\"t\"}");
        var record = QemuRecord.read(machine.resolve("qemu.json")).orElseThrow();
        assertThat(record.place()).isEqualTo(HostIdentity.here());
        assertThat(record.from()).isEqualTo(new BootOrigin.Resumed("t"));
    }

    /** Anybody may call a process so, and name any disk in its arguments. */
    @Test
    void believesNoProcessOfAnotherUser() throws Exception {
        Files.createFile(machine.resolve("disk.img"));
        try (var qemu = Stranger.start(machine.resolve("disk.img"), "127.0.0.1:2222")) {
            assertThat(VmLiveness.of(machine)).isEqualTo(new VmLiveness.Dead());
            record(qemu.process()).write(machine.resolve("qemu.json"));
            assertThat(VmLiveness.of(machine)).isEqualTo(new VmLiveness.Dead());
            assertThat(qemu.process().isOurs()).isFalse();
            assertThat(VmLiveness.inUse(folder.resolve("vms"))).isEmpty();
            assertThat(VmLiveness.ports(folder.resolve("vms"))).isEmpty();
            assertThat(VmLiveness.at(new Port(2222)))
                    .hasValue("another user, probably by process "
                            + qemu.process().pid() + "; choose another one");
        }
    }

    @Test
    void knowsAMachineOfAnotherUserByItsDiskAndDoesNotTakeIt() throws Exception {
        var disk = Files.createFile(machine.resolve("disk.img"));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-rw-rw-"));
        try (var qemu = Stranger.start(disk, "127.0.0.1:2222", disk)) {
            assertThat(VmLiveness.of(machine)).isInstanceOfSatisfying(VmLiveness.Alive.class, alive -> {
                assertThat(alive.vm().pid()).isEqualTo(qemu.process().pid());
                assertThat(alive.vm().isOurs()).isFalse();
            });
            assertThat(VmLiveness.inUse(folder.resolve("vms"))).containsExactly(machine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:99999999999"})
    void passesOverArgumentsThatMeanNothing(String forwarded) throws Exception {
        try (var _ = Stranger.start(machine.resolve("disk.img"), forwarded)) {
            assertThat(VmLiveness.at(new Port(2222))).isEmpty();
        }
    }

    private void written(String key, String value) throws Exception {
        var self = LinuxProcess.now(ProcessHandle.current().pid());
        var file = machine.resolve("qemu.json");
        record(self).write(file);
        var json = (ObjectNode) JSON.readTree(file.toFile());
        JSON.writeValue(file.toFile(), json.put(key, value));
    }

    private QemuRecord record(LinuxProcess process) {
        return QemuRecord.of(
                process, Instant.EPOCH, new VmFiles(machine, folder.resolve("s"), "node1"), new BootOrigin.Cold(""));
    }

    private static long pid(VmLiveness liveness) {
        return liveness instanceof VmLiveness.Alive(var vm) ? vm.pid() : 0;
    }
}
