package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    @Test
    void looksLikeTheGoldenReport() throws IOException {
        var run = Runs.run(List.of(
                Runs.trial(1, Trial.Phase.WARMUP, 150, Fact.unavailable("no cgroup")),
                Runs.measured(2, 100),
                Runs.measured(3, 104)));
        try (var golden = Objects.requireNonNull(getClass().getResourceAsStream("golden.md"))) {
            assertThat(MarkdownReport.of(run)).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void comparesVariants() {
        assertThat(MarkdownReport.of(VariantRuns.run(30, 1, 1.03, 0.8)))
                .contains(
                        "90 measured trials after 3 of warm-up; 30 blocks of 3 variants, in an order drawn with seed 7.")
                .contains("""

                        | variant | runs |
                        |---|---|
                        | a | sort --parallel=1 words |
                        """)
                .contains(
                        "|  | variant | median | 95 % interval | min … max |\n|---|---|---:|---:|---:|\n| wall time | a |")
                .contains("Worse: the interval lies above 1.01; not worse: at or below 1.01; undecided: neither."
                        + " Verdicts allow for 2 comparisons at once (Holm).")
                .containsPattern("\\| b \\| 1\\.0[0-9]{3} \\| [0-9. …]+ \\| worse \\| the interval lies above 1.01 \\|")
                .contains("| not worse | the interval lies at or below 1.01 |")
                .contains("| trial | phase | variant | block | wall time |", "|---:|---|---|---:|---:|")
                .contains("| node | variant | wall time | CPU time |\n|---|---|---:|---:|\n| node-1 | a | ")
                .doesNotContain("## Nodes");
    }

    @Test
    void cannotBeBrokenByAName() {
        var run = Runs.run("a|b\n# <b>*`[x](y)", Runs.trials(100), List.of());
        assertThat(MarkdownReport.of(run)).startsWith("# a\\|b\\\\n\\# \\<b\\>\\*\\`\\[x\\](y)\n\n**passed**");
    }

    @Test
    void foldsNodesOfOneKind() {
        assertThat(FactRow.folded(Map.of(Runs.NODE, Runs.host(), new NodeName("n2"), Runs.host())))
                .hasSize(1);
    }
}
