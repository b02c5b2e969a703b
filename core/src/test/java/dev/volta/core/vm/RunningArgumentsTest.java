package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Port;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningArgumentsTest {
    private static final ByteSize DISK = ByteSize.parse("1GiB");
    private static final VmDescription MACHINE = new VmDescription(
            "node1",
            new VmImage(GuestArchitecture.riscv64, Path.of("/i,1")),
            ByteSize.parse("384MiB"),
            2,
            new Port(2222),
            Accelerator.tcg,
            DISK,
            Optional.of(GuestNetwork.ISOLATED));
    private static final QemuVersion QEMU = new QemuVersion(7, 2, "QEMU emulator version 7.2");
    private static final VmFiles FILES = new VmFiles(Path.of("/v,1/node1"), Path.of("/s,1"), "node1");

    @Test
    void readsWhatQemuCommandWrites() {
        var arguments = new RunningArguments(command(new QemuCommand.Start.Cold()));
        assertThat(arguments.description(DISK)).contains(MACHINE);
        assertThat(arguments.name()).contains("node1");
        assertThat(arguments.ssh()).contains(new Port(2222));
        assertThat(arguments.sockets()).contains(FILES.sockets());
        assertThat(arguments.drive(QemuCommand.KEPT)).contains(FILES.disk());
        assertThat(arguments.origin()).isInstanceOf(BootOrigin.Cold.class);
        assertThat(arguments.mentions(FILES.folder())).isTrue();
        assertThat(arguments.mentions(Path.of("/v"))).isFalse();
        assertThat(arguments.appendsToItsLogs()).isTrue();
        assertThat(new RunningArguments(List.of("qemu-system-riscv64", "-serial", "file:/v/serial.log"))
                        .appendsToItsLogs())
                .isFalse();
    }

    @Test
    void leavesTheNetworkOfAnEarlierVersionUnsaid() {
        var argv = command(new QemuCommand.Start.Cold()).stream()
                .map(argument -> argument.replace("restrict=on,", ""))
                .toList();
        var earlier = new RunningArguments(argv).description(DISK).orElseThrow();
        assertThat(earlier.network()).isEmpty();
        assertThat(earlier.serves(MACHINE)).isTrue();
        assertThat(earlier.serves(on(GuestNetwork.OPEN))).isTrue();
        assertThat(MACHINE.serves(on(GuestNetwork.OPEN))).isFalse();
        var open = QemuCommand.of(on(GuestNetwork.OPEN), FILES, QEMU, new QemuCommand.Start.Cold());
        assertThat(new RunningArguments(open).description(DISK)).contains(on(GuestNetwork.OPEN));
    }

    private static VmDescription on(GuestNetwork network) {
        return new VmDescription(
                MACHINE.name(),
                MACHINE.image(),
                MACHINE.memory(),
                MACHINE.cpus(),
                MACHINE.ssh(),
                MACHINE.accelerator(),
                DISK,
                Optional.of(network));
    }

    @Test
    void knowsFromWhichTemplateAMachineCame(@TempDir Path folder) throws Exception {
        var template = new TemplateFiles(folder.resolve("riscv64-0123"));
        var arguments = new RunningArguments(command(new QemuCommand.Start.Resuming(template)));
        assertThat(arguments.origin()).isEqualTo(new BootOrigin.Resumed("riscv64-0123"));
        assertThat(arguments.description(DISK).orElseThrow().ssh()).isEqualTo(new Port(2222));
    }

    @Test
    void makesNothingOfAnotherProgramsQemu() {
        assertThat(new RunningArguments(List.of("/usr/bin/qemu-system-riscv64", "-m", "1G", "-hda", "x"))
                        .description(DISK))
                .isEmpty();
        assertThat(new RunningArguments(List.of("qemu-system-riscv64")).sockets())
                .isEmpty();
    }

    private static List<String> command(QemuCommand.Start start) {
        return QemuCommand.of(MACHINE, FILES, QEMU, start);
    }
}
