package dev.volta.hashing.engine.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {
    @Test
    void agreesWithTheManagementBean() {
        var bean = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var before = bean.getProcessCpuTime();
        var own = ProcessCpu.nanos();
        var after = bean.getProcessCpuTime();
        // The bean counts in ticks of 10 ms.
        assertThat(own).isBetween(before - 20_000_000, after + 20_000_000);
    }

    @Test
    void namesErrorsAsTheCLibraryDoes() {
        assertThat(Errno.message(Errno.ENOENT)).isEqualTo("No such file or directory");
        assertThat(Errno.message(Errno.EACCES)).isEqualTo("Permission denied");
    }
}
