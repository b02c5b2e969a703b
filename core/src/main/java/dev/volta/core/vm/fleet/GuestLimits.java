package dev.volta.core.vm.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.VmSpec;
import dev.volta.core.vm.AcceleratorProbe;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.VmDescription;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a virtual machine cannot be, however much this machine has. */
final class GuestLimits {
    private GuestLimits() {}

    /** Why a machine that is described so cannot be booted. */
    static List<String> refusals(NodeName name, VmSpec vm) {
        return Stream.of(name(name), cpus(name, vm), kvm(name, vm))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> name(NodeName name) {
        return VmDescription.isHostName(name.value())
                ? Optional.empty()
                : Optional.of(
                        "'" + name + "' is no name of a virtual machine, which is its host name: letters, digits and"
                                + " hyphens, at most 63");
    }

    private static Optional<String> cpus(NodeName name, VmSpec vm) {
        var architecture = GuestArchitecture.of(vm.arch());
        return vm.cpus() <= architecture.mostCpus()
                ? Optional.empty()
                : Optional.of("%s: %d CPUs are too many; QEMU gives a %s machine at most %d"
                        .formatted(name, vm.cpus(), architecture, architecture.mostCpus()));
    }

    private static Optional<String> kvm(NodeName name, VmSpec vm) {
        return vm.accel() == VmSpec.Acceleration.KVM
                ? AcceleratorProbe.obstacle(GuestArchitecture.of(vm.arch()))
                        .map(why -> name + ": KVM is wanted, but " + why + "; accel: auto or tcg does without it")
                : Optional.empty();
    }
}
