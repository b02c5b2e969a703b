package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmOptionsTest {
    private static final JvmMemory MEMORY = new JvmMemory(32 << 20);
    private static final String COMMON = "-XX:+UseSerialGC -Xmx32m -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError";

    @Test
    void leavesTheCompilersAloneOnRealProcessors() {
        assertThat(JvmOptions.ofController(MEMORY, false)).containsExactly(COMMON.split(" "));
        assertThat(JvmOptions.ofWorker(MEMORY, false)).containsExactly(COMMON.split(" "));
    }

    @Test
    void holdsTheCompilersBackFromAllButHashingOnEmulatedOnes() {
        assertThat(JvmOptions.ofController(MEMORY, true))
                .containsExactly((COMMON + " -XX:CompileThresholdScaling=30 -XX:TieredStopAtLevel=1").split(" "));
        assertThat(JvmOptions.ofWorker(MEMORY, true))
                .containsExactly((COMMON + " -XX:CompileThresholdScaling=30 -XX:CompileCommand=quiet"
                                + " -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.*::*,0.0333"
                                + " -XX:CompileCommand=CompileThresholdScaling,dev.volta.hashing.engine.*::*,0.0333")
                        .split(" "));
    }
}
