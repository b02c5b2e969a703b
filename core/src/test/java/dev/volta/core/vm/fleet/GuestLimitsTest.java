package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.VmSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuestLimitsTest {
    private static final NodeName NODE = new NodeName("node1");

    @Test
    void areThoseOfQemusMachines() {
        assertThat(GuestLimits.refusals(NODE, vm(Architecture.RISCV64, 512))).isEmpty();
        assertThat(GuestLimits.refusals(NODE, vm(Architecture.RISCV64, 600)))
                .containsExactly("node1: 600 CPUs are too many; QEMU gives a riscv64 machine at most 512");
        assertThat(GuestLimits.refusals(NODE, vm(Architecture.AMD64, 256)))
                .containsExactly("node1: 256 CPUs are too many; QEMU gives a amd64 machine at most 255");
    }

    @Test
    void areThoseOfHostNames() {
        assertThat(GuestLimits.refusals(new NodeName("a.b_c"), vm(Architecture.AMD64, 1)))
                .singleElement()
                .asString()
                .startsWith("'a.b_c' is no name of a virtual machine");
    }

    @Test
    void includeMemoryThatNoKernelBootsWith() {
        assertThatThrownBy(() -> new VmSpec(
                        Architecture.RISCV64,
                        ByteSize.parse("40MiB"),
                        1,
                        ByteSize.parse("8GiB"),
                        VmSpec.Acceleration.AUTO,
                        GuestNetwork.ISOLATED,
                        Optional.empty()))
                .isInstanceOf(BadValueException.class)
                .hasMessage("a memory of 40MiB is too small; expected at least 128MiB");
    }

    @Test
    void includeADiskThatNoFileHolds() {
        assertThatThrownBy(() -> new VmSpec(
                        Architecture.RISCV64,
                        ByteSize.parse("512MiB"),
                        1,
                        ByteSize.parse("17TiB"),
                        VmSpec.Acceleration.AUTO,
                        GuestNetwork.ISOLATED,
                        Optional.empty()))
                .isInstanceOf(BadValueException.class)
                .hasMessage("a disk of 17TiB is too large; expected at most 15TiB");
    }

    @Test
    void areThoseOfOpenFiles() {
        assertThat(FileDemand.refusal(4, 1024)).isEmpty();
        assertThat(FileDemand.refusal(4, 160)).isEmpty();
        assertThat(FileDemand.refusal(4, 64))
                .hasValue(
                        "4 more virtual machines need 160 open files at once, but this process may have 64; raise that"
                                + " limit: ulimit -n 1024");
        assertThat(FileDemand.limit()).isPositive();
    }

    private static VmSpec vm(Architecture architecture, int cpus) {
        return new VmSpec(
                architecture,
                ByteSize.parse("512MiB"),
                cpus,
                ByteSize.parse("8GiB"),
                VmSpec.Acceleration.AUTO,
                GuestNetwork.ISOLATED,
                Optional.empty());
    }
}
