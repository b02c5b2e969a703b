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
                                + " to), but 87 MiB are free where /f is; make room, or remove the disks of machines that"
                                + " nobody needs any more: volta vm down --purge -l NODE");
    }

    @Test
    void countsWhatMachinesChangeOfTheirImage() {
        assertThat(DiskDemand.temporaryRefusal(1, Path.of("/small"), 72 * MIB)).isEmpty();
        assertThat(DiskDemand.temporaryRefusal(1, Path.of("/small"), 72 * MIB - 1))
                .contains("1 more virtual machines need 72 MiB for changes to their image at first (8 MiB for each and"
                        + " 64 MiB to write to), but 71 MiB are free in /small; make room, or set TMPDIR to a folder with"
                        + " more");
    }

    @Test
    void looksWhereAFolderWillBe() {
        assertThat(DiskDemand.free(Path.of("/proc/no/such/folder"))).isZero(); // as everywhere in /proc
        assertThat(DiskDemand.free(Path.of("/no/such/folder"))).isPositive();
    }
}
