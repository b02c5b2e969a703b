package dev.volta.core.supervisor;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Limits;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Limits as the kernel's files take them; what is not limited is empty.
 *
 * @param memory bytes
 * @param quota microseconds of processor time within {@code period}, at least 1000
 * @param period microseconds, at most a second (kernel documentation, scheduler/sched-bwc)
 */
record CgroupLimits(String memory, String quota, String period) {
    private static final BigDecimal USUAL_PERIOD = BigDecimal.valueOf(100_000);
    private static final BigDecimal LONGEST_PERIOD = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SMALLEST_QUOTA = BigDecimal.valueOf(1000);

    static CgroupLimits of(Limits limits) {
        var memory = limits.memory().map(ByteSize::bytes).map(Object::toString).orElse("");
        if (limits.cpus().isEmpty()) {
            return new CgroupLimits(memory, "", "");
        }
        var cpus = limits.cpus().get();
        var period = cpus.multiply(USUAL_PERIOD).compareTo(SMALLEST_QUOTA) < 0 ? LONGEST_PERIOD : USUAL_PERIOD;
        var quota = cpus.multiply(period).setScale(0, RoundingMode.CEILING);
        return new CgroupLimits(memory, quota.toPlainString(), period.toPlainString());
    }

    boolean none() {
        return memory.isEmpty() && quota.isEmpty();
    }

    @Override
    public String toString() {
        return "memory " + (memory.isEmpty() ? "unlimited" : memory) + ", processors "
                + (quota.isEmpty() ? "unlimited" : quota + "/" + period);
    }
}
