package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryDemandTest {
    private static final long MIB = 1 << 20;

    @Test
    void countsWhatGuestsHaveAndWhatTheirEmulatorsMayTranslate() {
        var machines = List.of(ByteSize.parse("128MiB"), ByteSize.parse("384MiB"), ByteSize.parse("1GiB"));
        var own = 128 + 384 + 1024;
        var emulators = 3 * 36 + 64 + 192 + 256;
        assertThat(MemoryDemand.refusal(machines, (own + emulators) * MIB)).isEmpty();
        assertThat(MemoryDemand.refusal(machines, (own + emulators) * MIB - 1))
                .hasValue(
                        "3 more virtual machines need 2156 MiB (1536 MiB of their own and 620 MiB for QEMU), but 2155 MiB"
                                + " are available; have fewer of them, or give them less memory");
    }
}
