package dev.volta.core.vm.fleet;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Node;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.config.VmSpec;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.QemuVersion;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What would keep machines from running here; asked before the first one starts. */
public final class BootPreflight {
    private BootPreflight() {}

    /**
     * Looks at QEMU, images, ports, limits, memory and room on disks.
     *
     * @param machines of nodes that do not run
     * @param folder where their files are
     * @param temporary where their changes to the image will be
     * @throws ConfigurationException with everything that is wrong
     */
    public static void check(List<Node> machines, Path folder, Path temporary) {
        if (!machines.isEmpty()) {
            check(machines, MemoryDemand.available(), rooms(machines.size(), folder, temporary));
        }
    }

    private static List<String> rooms(int machines, Path folder, Path temporary) {
        if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            return List.of("the changes of virtual machines to their image go to " + temporary
                    + ", which is no folder that can be written to; make it, or set TMPDIR to another one");
        }
        return Stream.of(
                        FileDemand.refusal(machines, FileDemand.limit()),
                        DiskDemand.refusal(machines, folder, DiskDemand.free(folder)),
                        DiskDemand.temporaryRefusal(machines, temporary, DiskDemand.free(temporary)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether somebody listens where one of {@code machines} would. */
    public static boolean isAPortTaken(List<Node> machines) {
        return machines.stream().anyMatch(node -> node.reach() instanceof Reach.Ssh ssh && SshPort.isTaken(ssh.port()));
    }

    private static void check(List<Node> machines, long available, List<String> rooms) {
        var problems = new ArrayList<Problem>();
        var images = new HashSet<VmImage>();
        for (var node : machines) {
            node.vm()
                    .flatMap(BootPreflight::image)
                    .filter(images::add)
                    .flatMap(VmImage::refusal)
                    .ifPresent(why -> problems.add(new Problem(node.origin(), "", why, "", "")));
            node.vm().map(vm -> GuestLimits.refusals(node.name(), vm)).orElse(List.of()).stream()
                    .forEach(why -> problems.add(new Problem(node.origin(), "", why, "", "")));
            if (node.reach() instanceof Reach.Ssh ssh) {
                SshPort.refusal(ssh.port()).ifPresent(why -> problems.add(new Problem(node.origin(), "", why, "", "")));
            }
        }
        var wanted = machines.stream().flatMap(node -> node.vm().stream()).toList();
        Stream.of(MemoryDemand.refusal(wanted, available).stream(), rooms.stream(), emulators(machines).stream())
                .flatMap(why -> why)
                .forEach(why -> problems.add(new Problem(machines.getFirst().origin(), "", why, "", "")));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    /** The image that a machine's description names; one that was built here is sealed. */
    private static Optional<VmImage> image(VmSpec vm) {
        return vm.image().map(folder -> new VmImage(GuestArchitecture.of(vm.arch()), folder));
    }

    /** Why QEMU cannot run machines of an architecture. */
    private static List<String> emulators(List<Node> machines) {
        var why = new ArrayList<String>();
        machines.stream()
                .flatMap(node -> node.vm().stream())
                .map(VmSpec::arch)
                .distinct()
                .forEach(architecture -> {
                    try {
                        QemuVersion.of(GuestArchitecture.of(architecture));
                    } catch (VmException e) {
                        why.add(String.valueOf(e.getMessage()));
                    }
                });
        return why;
    }
}
