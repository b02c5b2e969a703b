package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.facts.Fact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunJsonTest {
    private static RunRecord run() {
        return Runs.run(List.of(
                Runs.trial(1, Trial.Phase.WARMUP, 150, Fact.unavailable("no \"cgroup\"")), Runs.measured(2, 100)));
    }

    @Test
    void readsBackWhatItWrote() throws JsonProcessingException {
        assertThat(RunJson.read(RunJson.write(run()))).isEqualTo(run());
        assertThat(RunJson.write(RunJson.read(RunJson.write(run())))).isEqualTo(RunJson.write(run()));
    }

    @Test
    void keepsTheOrderOfTheKeys() throws JsonProcessingException {
        var keys = new ArrayList<String>();
        new ObjectMapper().readTree(RunJson.write(run())).fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
                .containsExactly(
                        "schemaVersion",
                        "runId",
                        "name",
                        "commandLine",
                        "startedAt",
                        "finishedAt",
                        "volta",
                        "verdict",
                        "workload",
                        "quantities",
                        "variants",
                        "seed",
                        "trials",
                        "warnings",
                        "hosts",
                        "configuration",
                        "results",
                        "comparisons");
    }

    @Test
    void writesFactsAsValuesOrReasons() throws JsonProcessingException {
        var tree = new ObjectMapper().readTree(RunJson.write(run()));
        assertThat(tree.at("/schemaVersion").intValue()).isEqualTo(2);
        assertThat(tree.at("/startedAt").textValue()).isEqualTo("2026-03-01T10:20:30Z");
        assertThat(tree.at("/trials/0/phase").textValue()).isEqualTo("warmup");
        assertThat(tree.at("/trials/0/values/cpu_ns").toString()).isEqualTo("{\"unavailable\":\"no \\\"cgroup\\\"\"}");
        assertThat(tree.at("/trials/1/values/cpu_ns").toString()).isEqualTo("200000000");
        assertThat(tree.at("/quantities/trial/2").toString())
                .isEqualTo("{\"name\":\"bytes\",\"title\":\"bytes\",\"unit\":\"B\",\"use\":\"amount\"}");
        assertThat(tree.at("/hosts/node-1/boost").toString()).isEqualTo("false");
        assertThat(tree.at("/hosts/node-1/memoryBytes").longValue()).isEqualTo(8L << 30);
        assertThat(tree.at("/hosts/node-1/cgroup/unavailable").textValue()).isEqualTo("no cgroup hierarchy is mounted");
        assertThat(tree.at("/configuration/workers").toString()).isEqualTo("{\"value\":2,\"from\":\"--workers\"}");
        assertThat(tree.at("/verdict/outcome").textValue()).isEqualTo("passed");
    }

    @Test
    void hasVariantsWithTheirTrialsAndWhatFollowsFromThem() throws JsonProcessingException {
        var run = VariantRuns.run(8, 1, 1.2);
        var tree = new ObjectMapper().readTree(RunJson.write(run));
        assertThat(tree.at("/variants/1").toString())
                .isEqualTo("{\"name\":\"b\",\"label\":\"sort --parallel=2 words\"}");
        assertThat(tree.at("/seed").longValue()).isEqualTo(VariantRuns.SEED);
        assertThat(tree.at("/trials/0/block").intValue()).isEqualTo(1);
        assertThat(tree.at("/trials/17/block").intValue()).isEqualTo(9);
        assertThat(tree.at("/trials/17/variant").textValue()).matches("[ab]");
        assertThat(tree.at("/results/1/variant").textValue()).isEqualTo("b");
        assertThat(tree.at("/results/1/quantity").textValue()).isEqualTo("wall_ns");
        assertThat(tree.at("/results/1/interval/lower").toString()).matches("[0-9]{9}");
        assertThat(tree.at("/comparisons/0/margin").doubleValue()).isEqualTo(0.01);
        assertThat(tree.at("/comparisons/0/verdict").textValue()).isEqualTo("worse");
        assertThat(tree.at("/comparisons/0/interval/coverage").doubleValue()).isBetween(0.95, 0.97);
        assertThat(RunJson.read(RunJson.write(run))).isEqualTo(run);
    }

    @Test
    void hasNoSeedWhereNothingWasDrawn() throws JsonProcessingException {
        var tree = new ObjectMapper().readTree(RunJson.write(run()));
        assertThat(tree.at("/seed").isNull()).isTrue();
        assertThat(tree.at("/variants").toString()).isEqualTo("[]");
        assertThat(tree.at("/comparisons").toString()).isEqualTo("[]");
        assertThat(tree.at("/trials/1/variant").textValue()).isEmpty();
        assertThat(tree.at("/results/0/interval/unavailable").textValue())
                .isEqualTo("a 95 % interval of the median needs 6 runs, has 1");
    }

    @Test
    void refusesTrialsThatBelongToNoVariantOrTwiceToOne() {
        var trial = VariantRuns.measured(1, 1, "c", 100, List.of());
        assertThatThrownBy(() -> VariantRuns.of(2, List.of(trial)))
                .hasMessage("trial 1 ran the variant 'c', which is none of [a, b]");
        assertThatThrownBy(() -> VariantRuns.of(0, List.of(trial)))
                .hasMessage("trial 1 ran the variant 'c', which is none of []");
        assertThatThrownBy(() -> VariantRuns.of(3, List.of(trial, VariantRuns.measured(2, 1, "c", 100, List.of()))))
                .hasMessage("trial 2 is the second one of 'c' in block 1");
        assertThatThrownBy(() -> new Variant(" ", "true")).hasMessage("a variant has a name");
    }

    @Test
    void passesOverKeysOfALaterProgram() throws JsonProcessingException {
        var later = RunJson.write(run()).replaceFirst("\\{", "{ \"mood\": [1, {}],");
        assertThat(RunJson.read(later)).isEqualTo(run());
    }

    @Test
    void refusesAnotherSchemaVersion() {
        var other = RunJson.write(run()).replace("\"schemaVersion\" : 2", "\"schemaVersion\" : 1");
        assertThatThrownBy(() -> RunJson.read(other))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("a run record of schema version 1; this program knows version 2");
    }

    @Test
    void refusesARecordWithAKeyMissingOrBroken() {
        var whole = RunJson.write(run());
        assertThatThrownBy(() -> RunJson.read(whole.replace("\"wall_ns\" :", "\"wall\" :")))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("wall_ns");
        assertThatThrownBy(() -> RunJson.read(whole.replace("2026-03-01T10:20:30Z", "yesterday")))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("not an ISO 8601 time in UTC");
        assertThatThrownBy(() -> RunJson.read(whole.substring(0, whole.length() / 2)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void refusesARecordWithoutACommandLine() {
        assertThatThrownBy(() -> RunJson.read(
                        RunJson.write(run()).replaceFirst("(?s)\"commandLine\" : \\[.*?]", "\"commandLine\" : []")))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("a run record needs the command line of its run");
    }

    @Test
    void refusesASettingThatIsNoPlainValue() {
        assertThatThrownBy(() -> new Setting(new Object(), "here")).hasMessage("no plain value is java.lang.Object");
    }
}
