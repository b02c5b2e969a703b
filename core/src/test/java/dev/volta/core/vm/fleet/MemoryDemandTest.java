package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryDemandTest {
    private static final long MIB = 1 << 20;

    @Test
    void countsWhatGuestsHaveAndWhatTheirEmulatorsMayTranslate() {
        var machines = List.of(
                vm("128MiB", VmSpec.Acceleration.AUTO),
                vm("384MiB", VmSpec.Acceleration.TCG),
                vm("1GiB", VmSpec.Acceleration.AUTO),
                vm("2GiB", VmSpec.Acceleration.KVM));
        var own = 128 + 384 + 1024 + 2048;
        var emulators = 4 * 36 + 64 + 192 + 256;
        assertThat(MemoryDemand.refusal(machines, (own + emulators) * MIB)).isEmpty();
        assertThat(MemoryDemand.refusal(machines, (own + emulators) * MIB - 1))
                .hasValue("4 more virtual machines need 4240 MiB (3584 MiB of their own and 656 MiB for QEMU, less with"
                        + " accel: kvm), but 4239 MiB are available; have fewer of them, or give them less memory");
    }

    private static VmSpec vm(String memory, VmSpec.Acceleration acceleration) {
        var size = ByteSize.parse(memory);
        return new VmSpec(
                Architecture.RISCV64,
                size,
                1,
                ByteSize.parse("8GiB"),
                acceleration,
                GuestNetwork.ISOLATED,
                Optional.empty());
    }
}
