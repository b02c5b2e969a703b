package dev.volta.core.vm;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line of QEMU for a machine; no file is looked at. The machine's changes to its disk go to a temporary file
 * that has no name, so the image stays as it is, and nothing of them is left when QEMU ends.
 */
public final class QemuCommand {
    /** Of the translator's cache, in MiB; its default grows to a gigabyte per machine. */
    private static final int TRANSLATED = 64;

    private QemuCommand() {}

    public static List<String> of(VmDescription vm, VmFiles files) {
        var architecture = vm.image().architecture();
        var bus = architecture.bus();
        var argv = new ArrayList<String>();
        argv.add(architecture.program());
        argv.addAll(List.of("-name", vm.name()));
        argv.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        argv.addAll(List.of("-machine", architecture.machine(), "-cpu", architecture.cpu(vm.accelerator())));
        argv.addAll(List.of("-accel", accelerator(vm.accelerator())));
        argv.addAll(List.of("-m", vm.memoryMebibytes() + "M", "-smp", Integer.toString(vm.cpus())));
        argv.addAll(List.of("-pidfile", files.pid().toString()));
        argv.addAll(List.of("-serial", "file:" + files.serial()));
        argv.addAll(List.of("-qmp", "unix:" + value(files.qmp()) + ",server=on,wait=off"));
        argv.addAll(List.of("-kernel", vm.image().kernel().toString()));
        argv.addAll(List.of("-initrd", vm.image().initrd().toString()));
        argv.addAll(List.of("-append", kernelArguments(architecture)));
        argv.addAll(List.of(
                "-drive",
                "if=none,id=disk,format=raw,snapshot=on,file="
                        + value(vm.image().rootfs().toAbsolutePath())));
        argv.addAll(List.of("-device", "virtio-blk-" + bus + ",drive=disk"));
        argv.addAll(List.of(
                "-netdev", "user,id=net,hostfwd=tcp:127.0.0.1:" + vm.ssh().number() + "-:22"));
        argv.addAll(List.of("-device", "virtio-net-" + bus + ",netdev=net" + (bus.equals("pci") ? ",romfile=" : "")));
        argv.addAll(List.of("-chardev", "socket,id=agent,path=" + value(files.agent()) + ",server=on,wait=off"));
        argv.addAll(List.of("-device", "virtio-serial-" + bus));
        argv.addAll(List.of("-device", "virtserialport,chardev=agent,name=" + GuestPort.NAME));
        return List.copyOf(argv);
    }

    private static String accelerator(Accelerator accelerator) {
        return switch (accelerator) {
            case kvm -> "kvm";
            case tcg -> "tcg,thread=multi,tb-size=" + TRANSLATED;
        };
    }

    private static String kernelArguments(Architecture architecture) {
        return ("console=ttyS0 quiet panic=-1 audit=0 " + architecture.kernelArguments()).strip();
    }

    /** In QEMU's lists of options a comma is written twice. */
    private static String value(Object path) {
        return path.toString().replace(",", ",,");
    }
}
