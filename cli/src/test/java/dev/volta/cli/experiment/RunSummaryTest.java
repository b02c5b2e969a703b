package dev.volta.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.facts.Fact;
import dev.volta.core.report.MeasuredQuantities;
import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.RunRecord;
import dev.volta.core.report.Trial;
import dev.volta.core.report.TrialWarnings;
import dev.volta.core.report.Variant;
import dev.volta.core.report.Verdict;
import dev.volta.core.report.VoltaVersion;
import dev.volta.core.report.WorkloadSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    private static final Instant START = Instant.parse("2026-03-01T10:20:30Z");

    /** Of wall times in milliseconds, block by block. */
    private static String summary(List<Variant> variants, int... millis) {
        var trials = new ArrayList<Trial>();
        var each = Math.max(1, variants.size());
        for (var i = 0; i < millis.length; i++) {
            trials.add(new Trial(
                    i + 1,
                    Trial.Phase.MEASURED,
                    i / each + 1,
                    variants.isEmpty() ? "" : variants.get(i % each).name(),
                    START,
                    MeasuredValues.NONE
                            .with(Quantity.WALL, millis[i] * 1_000_000L)
                            .with(Quantity.CPU, Fact.<Long>unavailable("no cgroup")),
                    List.of()));
        }
        var run = new RunRecord(
                RunRecord.SCHEMA_VERSION,
                "r-1",
                "sort",
                List.of("volta", "run-experiment"),
                START,
                START,
                new VoltaVersion("0.1.0", Fact.known("abc")),
                new Verdict(Verdict.Outcome.PASSED, 0, "all commands ended as expected"),
                new WorkloadSummary("command", "2 commands", Map.of(), Map.of()),
                MeasuredQuantities.with(List.of(), "node", List.of()),
                variants,
                OptionalLong.empty(),
                trials,
                TrialWarnings.of(trials),
                Map.of(),
                Map.of());
        return RunSummary.text(run, Path.of("results/x"));
    }

    @Test
    void comparesVariants() {
        assertThat(summary(
                        List.of(new Variant("a", "sort words"), new Variant("b", "sort -u words")),
                        100,
                        120,
                        101,
                        121,
                        99,
                        119,
                        100,
                        122,
                        102,
                        121,
                        100,
                        120))
                .isEqualTo("""
                        result       passed: all commands ended as expected
                        work         2 commands
                        variant      a: sort words
                        variant      b: sort -u words
                        wall time    a: 100 ms   95 % interval 99.0 … 102 ms (±1.50 %)
                        wall time    b: 120 ms   95 % interval 119 … 122 ms (±1.24 %)
                        CPU time     a: unavailable: no cgroup
                        CPU time     b: unavailable: no cgroup
                        comparison   b: worse; 1.2000 times the wall time of a, 95 % interval 1.1863 … 1.2200; the interval lies above 1.01
                        warning      a: no cgroup; b: no cgroup. Compare wall times only, or run where the CPU time of the processes can be read.
                        results      results/x
                        """);
    }

    @Test
    void saysNothingOfVariantsWhereThereAreNone() {
        assertThat(summary(List.of(), 100, 101, 99, 100, 102, 100)).isEqualTo("""
                result       passed: all commands ended as expected
                work         2 commands
                wall time    100 ms   95 % interval 99.0 … 102 ms (±1.50 %)
                CPU time     unavailable: no cgroup
                warning      no cgroup. Compare wall times only, or run where the CPU time of the processes can be read.
                results      results/x
                """);
    }
}
