package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadSummaryTest {
    private static String words(Map<String, Long> skipped) {
        return new WorkloadSummary("sha256", 1, 1, 0, skipped, List.of()).skippedInWords();
    }

    @Test
    void countsWhatWasSkippedInTheSingularAndPlural() {
        assertThat(words(Map.of("symlink", 100L, "special", 1L))).isEqualTo("1 special file, 100 symlinks");
        assertThat(words(Map.of("symlink", 1L, "special", 2L, "excluded", 3L)))
                .isEqualTo("3 excluded folders, 2 special files, 1 symlink");
        assertThat(words(Map.of())).isEmpty();
    }
}
