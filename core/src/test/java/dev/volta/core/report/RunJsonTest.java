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
                        "configuration");
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
