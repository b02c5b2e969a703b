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
