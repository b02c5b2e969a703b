package dev.volta.core.vm;

import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Port;
import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.GuestPort.SilentGuest;
import dev.volta.core.vm.QemuCommand.Start;
import dev.volta.core.wire.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes a template: boots a guest whose memory is a file, and stops it when its agent waits for an identity. Its SSH
 * server is loaded by then, and waits for a host key.
 */
final class TemplateMaking implements TemplateStore.Making {
    static final String GUEST = "template";

    private static final Duration SAVED = Duration.ofSeconds(30);

    @Override
    public void make(VmDescription description, TemplateFiles into, Duration limit) throws InterruptedException {
        var image = description.image();
        HostTool.run(
                "qemu-utils",
                List.of(
                        "qemu-img",
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-F",
                        "raw",
                        "-b",
                        image.rootfs().toAbsolutePath().toString(),
                        into.disk().toString()));
        var nobody = new VmDescription(
                GUEST,
                image,
                description.memory(),
                description.cpus(),
                Port.SSH,
                description.accelerator(),
                description.disk(),
                Optional.of(GuestNetwork.ISOLATED));
        try {
            var sockets = Files.createTempDirectory("volta-template-");
            try {
                stopInTime(nobody, new VmFiles(into.folder(), sockets, nobody.name()), into, limit);
            } finally {
                FolderTree.remove(sockets);
            }
        } catch (IOException e) {
            throw new VmException("a template cannot be made: " + IoReason.withFile(e), e);
        }
    }

    private static void stopInTime(VmDescription nobody, VmFiles files, TemplateFiles into, Duration limit)
            throws IOException, InterruptedException {
        var started = new BootOrigin.Cold("it becomes a template");
        try (var vm = Launch.start(nobody, files, new Start.Making(into), started)) {
            try {
                vm.guest().awaitHello(limit);
                vm.guest().warmUp(limit);
                vm.qmp().pause();
                GuestState.save(vm.qmp(), into.state(), SAVED);
            } catch (IOException | SilentGuest e) {
                throw vm.notReady("did not get as far as a template", limit, e);
            }
            if (vm.stop() != RunningVm.Ending.QUIT) {
                throw new VmException("QEMU did not end by itself, so the template's disk may not be whole");
            }
        }
        new CutLog(files.serial()).remove();
        new CutLog(files.qemuLog()).remove();
    }
}
