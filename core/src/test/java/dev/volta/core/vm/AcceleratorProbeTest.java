package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceleratorProbeTest {
    private static final String PANIC =
            "[    0.5] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)";

    @Test
    void believesAKernelThatGotAsFarAsItsRoot() {
        assertThat(AcceleratorProbe.judge(true, 0, List.of("[ 0.0] Linux version 6.12", PANIC, "[ 0.5] Rebooting"))
                        .accelerator())
                .isEqualTo(Accelerator.kvm);
    }

    @Test
    void emulatesWhereAKernelHangsOrDies() {
        assertThat(AcceleratorProbe.judge(false, -1, List.of()))
                .isEqualTo(new AcceleratorProbe.Choice(
                        Accelerator.tcg, "/dev/kvm opens, but a kernel did not get through in 2 s"));
        assertThat(AcceleratorProbe.judge(true, 0, List.of("[ 0.0] Linux version 6.12"))
                        .accelerator())
                .isEqualTo(Accelerator.tcg);
        assertThat(AcceleratorProbe.judge(true, 1, List.of("KVM: entry failed")).reason())
                .endsWith("no kernel runs with it: KVM: entry failed");
    }
}
