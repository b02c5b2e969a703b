package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Limits;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupLimitsTest {
    @ParameterizedTest
    @CsvSource({"0.5, 50000, 100000", "16, 1600000, 100000", "0.01, 1000, 100000", "0.001, 1000, 1000000"})
    void givesTheKernelAQuotaThatItTakes(String cpus, String quota, String period) {
        var limits = new Limits(Optional.of(new ByteSize(5)), Optional.of(new BigDecimal(cpus)));
        assertThat(CgroupLimits.of(limits)).isEqualTo(new CgroupLimits("5", quota, period));
    }
}
