package dev.volta.core.vm;

import dev.volta.core.config.GuestNetwork;
import dev.volta.core.vm.link.GuestLink;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of QEMU for a machine; no file is looked at. The machine's changes to the disk that it boots from go to
 * a temporary file that has no name, so that disk stays as it is, and nothing of them is left when QEMU ends. What is to be
 * kept goes to a second disk. Where there is no room for either, the guest gets an error, as programs do: QEMU's usual way,
 * to let the machine stand still ({@code werror=enospc}), is for templates alone, which must be whole.
 */
public final class QemuCommand {
    /** The disk that a machine boots from. */
    static final String ROOT = "disk";

    /** The disk that it keeps. */
    static final String KEPT = "kept";

    private QemuCommand() {}

    /** Where a machine begins. */
    sealed interface Start {
        /** With its kernel. */
        record Cold() implements Start {}

        /** With its kernel too, to become a template: memory and disk are the template's, and nobody can log in. */
        record Making(TemplateFiles into) implements Start {}

        /** Where a template stopped; it waits for the state. */
        record Resuming(TemplateFiles from) implements Start {}
    }

    static List<String> of(VmDescription vm, VmFiles files, QemuVersion version, Start start) {
        var architecture = vm.image().architecture();
        var bus = architecture.bus();
        var argv = new ArrayList<String>();
        argv.add(architecture.program());
        argv.addAll(List.of("-name", vm.name()));
        argv.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        argv.addAll(List.of("-machine", architecture.machine() + memoryOption(start)));
        argv.addAll(List.of("-cpu", architecture.cpu(vm.accelerator())));
        argv.addAll(List.of("-accel", accelerator(vm)));
        argv.addAll(List.of("-m", vm.memoryMebibytes() + "M", "-smp", Integer.toString(vm.cpus())));
        argv.addAll(memory(vm, start));
        argv.addAll(List.of("-chardev", "file,id=console,append=on,path=" + value(files.serial())));
        argv.addAll(List.of("-serial", "chardev:console"));
        // before the agent's socket: when QEMU has connected to that, it listens on this
        argv.addAll(List.of("-qmp", "unix:" + value(files.qmp()) + ",server=on,wait=off"));
        argv.addAll(kernel(vm, start));
        argv.addAll(List.of("-drive", "if=none,id=" + ROOT + "," + disk(vm, start)));
        argv.addAll(List.of("-device", "virtio-blk-" + bus + ",drive=" + ROOT));
        argv.addAll(List.of("-netdev", "user,id=net" + reach(vm) + forwarded(vm, start)));
        // a guest that goes on elsewhere would tell the network, which nobody else is on
        argv.addAll(List.of(
                "-device",
                "virtio-net-" + bus + ",netdev=net,guest_announce=off" + (bus.equals("pci") ? ",romfile=" : "")));
        argv.addAll(List.of(
                "-chardev", "socket,id=agent,path=" + value(files.agent()) + ",server=off," + version.reconnect()));
        argv.addAll(List.of("-device", "virtio-serial-" + bus));
        argv.addAll(List.of("-device", "virtserialport,chardev=agent,name=" + GuestPort.NAME));
        argv.addAll(List.of("-drive", "if=none,id=" + KEPT + "," + kept(vm, files, start)));
        argv.addAll(List.of("-device", "virtio-blk-" + bus + ",drive=" + KEPT + ",serial=" + KeptDisk.SERIAL));
        argv.addAll(List.of(
                "-chardev", "socket,id=link,path=" + value(files.link()) + ",server=off," + version.reconnect()));
        argv.addAll(List.of("-device", "virtserialport,chardev=link,name=" + GuestLink.PORT));
        return List.copyOf(argv);
    }

    private static String memoryOption(Start start) {
        return start instanceof Start.Cold ? "" : ",memory-backend=ram";
    }

    private static List<String> memory(VmDescription vm, Start start) {
        var object = "memory-backend-file,id=ram,size=" + vm.memoryMebibytes() + "M,mem-path=";
        return switch (start) {
            case Start.Cold _ -> List.of();
            case Start.Making(var into) -> List.of("-object", object + value(into.memory()) + ",share=on");
            case Start.Resuming(var from) -> List.of("-object", object + value(from.memory()) + ",share=off");
        };
    }

    private static List<String> kernel(VmDescription vm, Start start) {
        return switch (start) {
            case Start.Cold _, Start.Making _ ->
                List.of(
                        "-kernel",
                        vm.image().kernel().toString(),
                        "-initrd",
                        vm.image().initrd().toString(),
                        "-append",
                        kernelArguments(vm));
            case Start.Resuming _ -> List.of("-incoming", "defer");
        };
    }

    private static String disk(VmDescription vm, Start start) {
        return switch (start) {
            case Start.Cold _ ->
                "format=raw,snapshot=on,werror=report,file="
                        + value(vm.image().rootfs().toAbsolutePath());
            case Start.Making(var into) -> "format=qcow2,cache=unsafe,file=" + value(into.disk());
            case Start.Resuming(var from) -> "format=qcow2,snapshot=on,werror=report,file=" + value(from.disk());
        };
    }

    /** A template has zeros of the same size: what its guest knows of the disk is true of every machine's. */
    private static String kept(VmDescription vm, VmFiles files, Start start) {
        return switch (start) {
            case Start.Making _ -> "driver=null-co,read-zeroes=on,size=" + vm.diskMebibytes() + "M";
            case Start.Cold _, Start.Resuming _ -> "format=raw,discard=unmap,werror=report,file=" + value(files.disk());
        };
    }

    private static String reach(VmDescription vm) {
        return vm.network()
                .map(network -> ",restrict=" + (network == GuestNetwork.OPEN ? "off" : "on"))
                .orElse("");
    }

    private static String forwarded(VmDescription vm, Start start) {
        return start instanceof Start.Making
                ? ""
                : ",hostfwd=tcp:127.0.0.1:" + vm.ssh().number() + "-:22";
    }

    private static String accelerator(VmDescription vm) {
        return switch (vm.accelerator()) {
            case kvm -> "kvm";
            case tcg -> "tcg,thread=multi,tb-size=" + TranslatedCode.mebibytes(vm.memory());
        };
    }

    private static String kernelArguments(VmDescription vm) {
        return "console=ttyS0 quiet panic=-1 audit=0 "
                + vm.image().architecture().kernelArguments()
                + vm.accelerator().kernelArguments();
    }

    /** In QEMU's lists of options a comma is written twice. */
    private static String value(Object path) {
        return path.toString().replace(",", ",,");
    }
}
