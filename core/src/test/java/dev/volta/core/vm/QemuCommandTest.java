package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Port;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QemuCommandTest {
    @Test
    void isTheWholeCommandLineOfAnEmulatedRiscvGuest() {
        var words = ("qemu-system-riscv64 -name node1 -nodefaults -no-user-config -display none -no-reboot"
                        + " -machine virt -cpu rv64 -accel tcg,thread=multi,tb-size=64"
                        + " -m 384M -smp 2 -pidfile /v/pid -serial file:/v/serial.log"
                        + " -qmp unix:/v/qmp.sock,server=on,wait=off"
                        + " -kernel /i/kernel -initrd /i/initrd -append KERNEL"
                        + " -drive if=none,id=disk,format=raw,snapshot=on,file=/i/rootfs.img"
                        + " -device virtio-blk-device,drive=disk"
                        + " -netdev user,id=net,hostfwd=tcp:127.0.0.1:2222-:22"
                        + " -device virtio-net-device,netdev=net"
                        + " -chardev socket,id=agent,path=/v/agent.sock,server=on,wait=off"
                        + " -device virtio-serial-device"
                        + " -device virtserialport,chardev=agent,name=volta")
                .split(" ");
        assertThat(command(Architecture.riscv64, Accelerator.tcg, "/i", "/v"))
                .isEqualTo(Stream.of(words)
                        .map(
                                word -> word.replace(
                                        "KERNEL",
                                        "console=ttyS0 quiet panic=-1 audit=0 no4lvl cryptomgr.notests initcall_blacklist=jent_mod_init"))
                        .toList());
    }

    @Test
    void takesDevicesOnThePciBusAndThisMachinesProcessorForAnAcceleratedGuest() {
        assertThat(command(Architecture.amd64, Accelerator.kvm, "/i", "/v"))
                .startsWith("qemu-system-x86_64")
                .containsSequence("-machine", "q35", "-cpu", "host", "-accel", "kvm")
                .containsSequence(
                        "-append",
                        "console=ttyS0 quiet panic=-1 audit=0 cryptomgr.notests initcall_blacklist=jent_mod_init")
                .contains("virtio-blk-pci,drive=disk", "virtio-net-pci,netdev=net,romfile=", "virtio-serial-pci");
    }

    @Test
    void writesACommaInAPathTwice() {
        assertThat(command(Architecture.amd64, Accelerator.tcg, "/i,1", "/v,1"))
                .contains(
                        "if=none,id=disk,format=raw,snapshot=on,file=/i,,1/rootfs.img",
                        "unix:/v,,1/qmp.sock,server=on,wait=off",
                        "socket,id=agent,path=/v,,1/agent.sock,server=on,wait=off",
                        "/v,1/pid");
    }

    @Test
    void refusesDescriptionsThatNoGuestCanHave() {
        assertThatThrownBy(() -> description("a_b", "384MiB", 1)).hasMessage("'a_b' is no host name");
        assertThatThrownBy(() -> description("a", "127MiB", 1)).hasMessageContaining("at least 128MiB");
        assertThatThrownBy(() -> description("a", "384MiB", 0)).hasMessageContaining("at least one processor, not 0");
    }

    @Test
    void refusesAFolderWhosePathIsTooLongForSockets() {
        new VmFiles(Path.of("/" + "x".repeat(95)));
        assertThatThrownBy(() -> new VmFiles(Path.of("/" + "x".repeat(96))))
                .isInstanceOf(VmException.class)
                .hasMessageContaining("too long for the sockets");
    }

    private static List<String> command(Architecture architecture, Accelerator accelerator, String image, String vm) {
        var description = new VmDescription(
                "node1",
                new VmImage(architecture, Path.of(image)),
                ByteSize.parse("384MiB"),
                2,
                new Port(2222),
                accelerator);
        return QemuCommand.of(description, new VmFiles(Path.of(vm)));
    }

    private static VmDescription description(String name, String memory, int cpus) {
        return new VmDescription(
                name,
                new VmImage(Architecture.amd64, Path.of("/i")),
                ByteSize.parse(memory),
                cpus,
                new Port(2222),
                Accelerator.tcg);
    }
}
