package dev.volta.core.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of a node that bear on a measurement.
 *
 * @param cpuModel as the kernel names it: {@code model name} on amd64, {@code uarch} on riscv64
 * @param cpuFlags of the first processor, in the kernel's order; the extensions of {@code isa} on riscv64
 * @param logicalCpus online ones
 * @param memoryBytes what the kernel manages ({@code MemTotal}), a little less than what is built in
 * @param kernel name and release, such as {@code Linux 6.12.0}
 * @param architecture as {@code uname -m} prints it
 * @param distribution {@code PRETTY_NAME} of os-release
 * @param governors frequency policy to its governor, such as {@code policy0} to {@code performance}
 * @param boost whether the processor may exceed its nominal frequency
 * @param virtualisation the hypervisor or {@code none}; a hint, since a hypervisor can hide
 * @param jdk implementor and version of the Java that the work runs on
 * @param clockSource that {@code clock_gettime} reads
 * @param cgroup {@code v2}, {@code v1} or {@code hybrid}
 * @param pageSizeBytes the base page
 * @param fileSystems what each asked-for path lies on
 */
public record HostFacts(
        Fact<String> cpuModel,
        Fact<List<String>> cpuFlags,
        Fact<Integer> logicalCpus,
        Fact<Long> memoryBytes,
        Fact<String> kernel,
        Fact<String> architecture,
        Fact<String> distribution,
        Fact<Map<String, String>> governors,
        Fact<Boolean> boost,
        Fact<String> virtualisation,
        Fact<String> jdk,
        Fact<String> clockSource,
        Fact<String> cgroup,
        Fact<Long> pageSizeBytes,
        Map<String, Fact<FileSystem>> fileSystems) {
    public HostFacts {
        fileSystems = Collections.unmodifiableMap(new LinkedHashMap<>(fileSystems));
    }

    HostFacts withLogicalCpus(int number) {
        return new HostFacts(
                cpuModel,
                cpuFlags,
                Fact.known(number),
                memoryBytes,
                kernel,
                architecture,
                distribution,
                governors,
                boost,
                virtualisation,
                jdk,
                clockSource,
                cgroup,
                pageSizeBytes,
                fileSystems);
    }

    /** Whether a program translates what its processors are to run: systemd-detect-virt(1) has a word of its own for that. */
    public boolean emulated() {
        return virtualisation.toOptional().filter("qemu"::equals).isPresent();
    }

    /**
     * What a path lies on.
     *
     * @param device as mounted, such as {@code /dev/vda1}; a word such as {@code tmpfs} where there is none
     * @param disk name, model and kind of the disk below
     */
    public record FileSystem(String mountPoint, String type, String device, Fact<String> disk) {}
}
