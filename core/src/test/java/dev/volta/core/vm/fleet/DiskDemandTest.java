package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskDemandTest {
    private static final long MIB = 1 << 20;

    @Test
    void countsWhatNewDisksTakeAndNotHowLargeTheyMayBecome() {
        assertThat(DiskDemand.refusal(3, Path.of("/f"), 88 * MIB)).isEmpty();
        assertThat(DiskDemand.refusal(3, Path.of("/f"), 88 * MIB - 1))
                .contains(
                        "3 more virtual machines need 88 MiB for their disks at first (8 MiB for each and 64 MiB to write"
                                + " to), but 87 MiB are free where /f is; make room, or end machines with volta vm down --purge");
    }

    @Test
    void looksWhereAFolderWillBe() {
        assertThat(DiskDemand.free(Path.of("/proc/no/such/folder"))).isZero(); // as everywhere in /proc
        assertThat(DiskDemand.free(Path.of("/no/such/folder"))).isPositive();
    }
}
