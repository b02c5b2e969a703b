package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Port;
import dev.volta.core.vm.QemuCommand.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QemuCommandTest {
    private static final TemplateFiles TEMPLATE = new TemplateFiles(Path.of("/t,1"));
    private static final QemuVersion QEMU = new QemuVersion(7, 2, "QEMU emulator version 7.2.22");

    @Test
    void isTheWholeCommandLineOfAnEmulatedRiscvGuest() {
        var words = ("qemu-system-riscv64 -name node1 -nodefaults -no-user-config -display none -no-reboot"
                        + " -machine virt -cpu rv64,pmp=off -accel tcg,thread=multi,tb-size=192"
                        + " -m 384M -smp 2 -chardev file,id=console,append=on,path=/v/serial.log -serial chardev:console"
                        + " -qmp unix:/v/node1.qmp,server=on,wait=off"
                        + " -kernel /i/kernel -initrd /i/initrd -append KERNEL"
                        + " -drive if=none,id=disk,format=raw,snapshot=on,werror=report,file=/i/rootfs.img"
                        + " -device virtio-blk-device,drive=disk"
                        + " -netdev user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22"
                        + " -device virtio-net-device,netdev=net,guest_announce=off"
                        + " -chardev socket,id=agent,path=/v/node1.agent,server=off,reconnect=1"
                        + " -device virtio-serial-device"
                        + " -device virtserialport,chardev=agent,name=volta"
                        + " -drive if=none,id=kept,format=raw,discard=unmap,werror=report,file=/v/disk.img"
                        + " -device virtio-blk-device,drive=kept,serial=kept"
                        + " -chardev socket,id=link,path=/v/node1.link,server=off,reconnect=1"
                        + " -device virtserialport,chardev=link,name=volta.link")
                .split(" ");
        assertThat(command(GuestArchitecture.riscv64, Accelerator.tcg, "/i", "/v"))
                .isEqualTo(Stream.of(words)
                        .map(
                                word -> word.replace(
                                        "KERNEL",
                                        "console=ttyS0 quiet panic=-1 audit=0 no4lvl cryptomgr.notests initcall_blacklist=jent_mod_init ipv6.disable=1 lsm= norandmaps"))
                        .toList());
    }

    @Test
    void takesDevicesOnThePciBusAndThisMachinesProcessorForAnAcceleratedGuest() {
        assertThat(command(GuestArchitecture.amd64, Accelerator.kvm, "/i", "/v"))
                .startsWith("qemu-system-x86_64")
                .containsSequence("-machine", "q35", "-cpu", "host", "-accel", "kvm")
                .containsSequence(
                        "-append",
                        "console=ttyS0 quiet panic=-1 audit=0 cryptomgr.notests initcall_blacklist=jent_mod_init"
                                + " ipv6.disable=1 lsm=")
                .contains(
                        "virtio-blk-pci,drive=disk",
                        "virtio-net-pci,netdev=net,guest_announce=off,romfile=",
                        "virtio-serial-pci");
    }

    @Test
    void makesATemplateOfAMachineWhoseMemoryIsAFileAndThatNobodyReaches() {
        var making = command(GuestArchitecture.riscv64, Accelerator.tcg, "/i", "/v", new Start.Making(TEMPLATE));
        assertThat(making)
                .containsSequence("-machine", "virt,memory-backend=ram", "-cpu", "rv64,pmp=off")
                .containsSequence(
                        "-object", "memory-backend-file,id=ram,size=384M,mem-path=/t,,1/ram.img,share=on", "-chardev")
                .containsSequence("-kernel", "/i/kernel", "-initrd", "/i/initrd")
                .containsSequence("-drive", "if=none,id=disk,format=qcow2,cache=unsafe,file=/t,,1/disk.qcow2")
                .containsSequence("-netdev", "user,id=net,restrict=on", "-device")
                .containsSequence("-drive", "if=none,id=kept,driver=null-co,read-zeroes=on,size=8192M", "-device");
    }

    @Test
    void resumesWithTheSameDevicesAndAPrivateMemory() {
        var making = command(GuestArchitecture.riscv64, Accelerator.tcg, "/i", "/v", new Start.Making(TEMPLATE));
        var resuming = command(GuestArchitecture.riscv64, Accelerator.tcg, "/i", "/v", new Start.Resuming(TEMPLATE));
        assertThat(resuming)
                .containsSequence(
                        "-object", "memory-backend-file,id=ram,size=384M,mem-path=/t,,1/ram.img,share=off", "-chardev")
                .containsSequence("-incoming", "defer", "-drive")
                .containsSequence(
                        "-drive", "if=none,id=disk,format=qcow2,snapshot=on,werror=report,file=/t,,1/disk.qcow2")
                .containsSequence("-netdev", "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22", "-device")
                .doesNotContain("-kernel", "-initrd", "-append");
        assertThat(after("-device", resuming)).isEqualTo(after("-device", making));
        assertThat(after("-machine", resuming)).isEqualTo(after("-machine", making));
    }

    private static List<String> after(String option, List<String> argv) {
        return IntStream.range(1, argv.size())
                .filter(i -> argv.get(i - 1).equals(option))
                .mapToObj(argv::get)
                .toList();
    }

    @Test
    void writesACommaInAPathTwice() {
        assertThat(command(GuestArchitecture.amd64, Accelerator.tcg, "/i,1", "/v,1"))
                .contains(
                        "if=none,id=disk,format=raw,snapshot=on,werror=report,file=/i,,1/rootfs.img",
                        "unix:/v,,1/node1.qmp,server=on,wait=off",
                        "socket,id=agent,path=/v,,1/node1.agent,server=off,reconnect=1",
                        "file,id=console,append=on,path=/v,,1/serial.log");
    }

    @Test
    void refusesDescriptionsThatNoGuestCanHave() {
        assertThatThrownBy(() -> description("a_b", "384MiB", 1)).hasMessage("'a_b' is no host name");
        assertThatThrownBy(() -> description("a", "127MiB", 1)).hasMessageContaining("at least 128MiB");
        assertThatThrownBy(() -> description("a", "384MiB", 0)).hasMessageContaining("at least one processor, not 0");
    }

    @Test
    void refusesAFolderWhosePathIsTooLongForSockets() {
        new VmFiles(Path.of("/v"), Path.of("/" + "x".repeat(94)), "node1");
        assertThatThrownBy(() -> new VmFiles(Path.of("/v"), Path.of("/" + "x".repeat(95)), "node1"))
                .isInstanceOf(VmException.class)
                .hasMessageContaining("too long for the sockets of node1");
    }

    private static List<String> command(
            GuestArchitecture architecture, Accelerator accelerator, String image, String vm) {
        return command(architecture, accelerator, image, vm, new Start.Cold());
    }

    private static List<String> command(
            GuestArchitecture architecture, Accelerator accelerator, String image, String vm, Start start) {
        var description = new VmDescription(
                "node1",
                new VmImage(architecture, Path.of(image)),
                ByteSize.parse("384MiB"),
                2,
                new Port(2222),
                accelerator);
        return QemuCommand.of(description, new VmFiles(Path.of(vm), Path.of(vm), "node1"), QEMU, start);
    }

    private static VmDescription description(String name, String memory, int cpus) {
        return new VmDescription(
                name,
                new VmImage(GuestArchitecture.amd64, Path.of("/i")),
                ByteSize.parse(memory),
                cpus,
                new Port(2222),
                Accelerator.tcg);
    }
}
