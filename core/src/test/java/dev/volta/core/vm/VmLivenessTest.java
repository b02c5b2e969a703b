package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(record.from()).isEqualTo(new Origin.Resumed("t"));
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
                process, Instant.EPOCH, new VmFiles(machine, folder.resolve("s"), "node1"), new Origin.Cold(""));
    }

    private static long pid(VmLiveness liveness) {
        return liveness instanceof VmLiveness.Alive(var vm) ? vm.pid() : 0;
    }
}
