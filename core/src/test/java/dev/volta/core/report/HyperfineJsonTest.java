package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.facts.Fact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HyperfineJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode results(RunRecord run) throws IOException {
        return JSON.readTree(HyperfineJson.write(run)).get("results");
    }

    /** Keys with the kinds of their values. */
    private static Map<String, String> structure(JsonNode result) {
        var kinds = new TreeMap<String, String>();
        result.properties().forEach(field -> {
            var value = field.getValue();
            kinds.put(
                    field.getKey(),
                    value.getNodeType()
                            + (value.isArray() ? " of " + value.get(0).getNodeType() : ""));
        });
        return kinds;
    }

    /** What {@code hyperfine -N --runs 3 --export-json} of Debian 12 wrote, and memory, which later versions have. */
    @Test
    void hasTheStructureOfHyperfinesOwnFile() throws IOException {
        JsonNode theirs;
        try (var fixture = Objects.requireNonNull(getClass().getResourceAsStream("hyperfine-1.15.json"))) {
            theirs = JSON.readTree(fixture);
        }
        var ours = JSON.readTree(HyperfineJson.write(VariantRuns.run(3, 1, 1.1)));
        assertThat(structure(ours)).isEqualTo(structure(theirs));
        var expected = structure(theirs.at("/results/0"));
        expected.put("memory_usage_byte", "ARRAY of NUMBER");
        for (var result : ours.get("results")) {
            assertThat(structure(result)).isEqualTo(expected);
        }
    }

    @Test
    void writesSecondsAndMeans() throws IOException {
        var result = results(VariantRuns.ofMillis(new double[] {100, 300, 200}, new double[] {1, 2, 3}))
                .get(0);
        assertThat(result.get("command").textValue()).isEqualTo("sort --parallel=1 words");
        assertThat(result.get("times").toString()).isEqualTo("[0.1,0.3,0.2]");
        assertThat(result.get("mean").doubleValue()).isCloseTo(0.2, within(1e-12));
        assertThat(result.get("stddev").doubleValue()).isCloseTo(0.1, within(1e-12));
        assertThat(result.get("median").doubleValue()).isEqualTo(0.2);
        assertThat(result.get("user").doubleValue()).isCloseTo(0.1, within(1e-12));
        assertThat(result.get("system").doubleValue()).isCloseTo(0.05, within(1e-12));
        assertThat(result.get("min").doubleValue()).isEqualTo(0.1);
        assertThat(result.get("max").doubleValue()).isEqualTo(0.3);
        assertThat(result.get("exit_codes").toString()).isEqualTo("[0,0,0]");
        assertThat(result.get("memory_usage_byte").toString()).isEqualTo("[4194304,4194304,4194304]");
    }

    @Test
    void writesNoZeroForWhatIsNotKnown() throws IOException {
        var known = VariantRuns.ofMillis(new double[] {100, 200}).measured();
        var trials = new ArrayList<>(known.subList(0, 1));
        var second = known.get(1);
        trials.add(new Trial(
                second.index(),
                second.phase(),
                second.block(),
                second.variant(),
                second.startedAt(),
                second.values()
                        .with(Quantity.USER, Fact.<Long>unavailable("no cgroup"))
                        .with(Quantity.MEMORY_PEAK, Fact.<Long>unavailable("no cgroup"))
                        .with(Quantity.EXIT, Fact.<Long>unavailable("ended by a signal")),
                List.of()));
        var result = results(VariantRuns.of(1, trials)).get(0);
        assertThat(result.get("user").isNull()).isTrue();
        assertThat(result.get("system").doubleValue()).isPositive();
        assertThat(result.has("memory_usage_byte")).isFalse();
        assertThat(result.get("exit_codes").toString()).isEqualTo("[0,null]");
        var single = results(VariantRuns.of(1, known.subList(0, 1))).get(0);
        assertThat(single.get("stddev").isNull()).isTrue();
    }

    @Test
    void hasOneResultOfWorkWithoutVariantsAndNoneOfWhatWasNotMeasured() throws IOException {
        var results = results(Runs.run(Runs.trials(100, 101)));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).get("command").textValue()).isEqualTo("sha256 of 1 200 files, 256 MiB");
        assertThat(results.get(0).get("user").isNull()).isTrue();
        assertThat(results.get(0).has("exit_codes")).isFalse();
        assertThat(results(Runs.run(List.of()))).isEmpty();
    }
}
