package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestTotalsTest {
    private static String leftOut(long failures, Map<String, Long> skipped) {
        var summary = new DigestTotals("sha256", 1, 1, failures, skipped, List.of()).summary();
        return String.valueOf(summary.remarks().get("left out"));
    }

    @Test
    void countsWhatWasLeftOutInTheSingularAndPlural() {
        assertThat(leftOut(0, Map.of("symlink", 100L, "special", 1L))).isEqualTo("1 special file, 100 symlinks");
        assertThat(leftOut(2, Map.of("symlink", 1L, "special", 2L, "excluded", 3L)))
                .isEqualTo("2 unreadable entries, 3 excluded folders, 2 special files, 1 symlink");
        assertThat(leftOut(0, Map.of())).isEqualTo("nothing");
    }

    @Test
    void tellsProgramsOfEachInput() {
        var inputs = List.of(new InputTotal("/data/a", 1000, 200, 0, 2), new InputTotal("/data/b", 200, 56, 1, 0));
        var summary = new DigestTotals("sha256", 1200, 256, 1, Map.of("symlink", 2L), inputs).summary();
        assertThat(summary.work()).isEqualTo("sha256 of 1 200 files, 256 B");
        assertThat(summary.details())
                .containsEntry("algorithm", "sha256")
                .containsEntry("skipped", Map.of("symlink", 2L))
                .containsEntry(
                        "inputs",
                        List.of(
                                Map.of(
                                        "input",
                                        "/data/a",
                                        "files",
                                        1000L,
                                        "bytes",
                                        200L,
                                        "failures",
                                        0L,
                                        "skipped",
                                        2L),
                                Map.of(
                                        "input",
                                        "/data/b",
                                        "files",
                                        200L,
                                        "bytes",
                                        56L,
                                        "failures",
                                        1L,
                                        "skipped",
                                        0L)));
    }
}
