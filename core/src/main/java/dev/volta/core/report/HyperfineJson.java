package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.facts.Fact;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run in the format of {@code hyperfine --export-json}, for programs that read it.
 *
 * <p>{@code results} has an entry for each variant that was measured, or one if the work has none: {@code command} is its
 * label, times are in seconds, {@code user} and {@code system} are means. What is not known is {@code null};
 * {@code memory_usage_byte} is there only if it is known of every trial, {@code exit_codes} only if the work has any.
 *
 * <p>Source: hyperfine 1.15 to 1.19, {@code src/benchmark/benchmark_result.rs}.
 */
public final class HyperfineJson {
    private static final double NANOS_PER_SECOND = 1e9;

    private HyperfineJson() {}

    /** Indented JSON with a newline at its end. */
    public static String write(RunRecord run) {
        var results = new ArrayList<Map<String, @Nullable Object>>();
        for (var variant : run.variantNames()) {
            var trials = run.measured(variant);
            var seconds = Sample.of(trials.stream()
                    .map(trial -> trial.wallNanos() / NANOS_PER_SECOND)
                    .toList());
            seconds.summary()
                    .ifPresent(summary -> results.add(result(run, label(run, variant), trials, seconds, summary)));
        }
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("results", results))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results that are no JSON", e);
        }
    }

    private static String label(RunRecord run, String name) {
        return run.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .map(Variant::label)
                .findFirst()
                .orElse(run.workload().work());
    }

    private static Map<String, @Nullable Object> result(
            RunRecord run, String command, List<Trial> trials, Sample seconds, Summary summary) {
        var deviation = seconds.deviation();
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("command", command);
        result.put("mean", summary.mean());
        result.put("stddev", deviation.isPresent() ? deviation.getAsDouble() : null);
        result.put("median", summary.median());
        result.put("user", meanSeconds(run, trials, Quantity.USER));
        result.put("system", meanSeconds(run, trials, Quantity.SYSTEM));
        result.put("min", summary.min());
        result.put("max", summary.max());
        result.put("times", seconds.values());
        known(run, trials, Quantity.MEMORY_PEAK)
                .ifPresent(bytes -> result.put(
                        "memory_usage_byte",
                        Arrays.stream(bytes).mapToLong(Math::round).toArray()));
        if (has(run, Quantity.EXIT)) {
            result.put(
                    "exit_codes",
                    trials.stream()
                            .map(trial -> trial.values()
                                    .get(Quantity.EXIT)
                                    .toOptional()
                                    .map(Double::intValue)
                                    .orElse(null))
                            .toArray());
        }
        return result;
    }

    private static @Nullable Double meanSeconds(RunRecord run, List<Trial> trials, Quantity quantity) {
        return known(run, trials, quantity)
                .map(nanos -> Arrays.stream(nanos).average().orElseThrow() / NANOS_PER_SECOND)
                .orElse(null);
    }

    /** Its values in all trials; empty if one of them has none. */
    private static Optional<double[]> known(RunRecord run, List<Trial> trials, Quantity quantity) {
        if (!has(run, quantity)) {
            return Optional.empty();
        }
        var facts = trials.stream().map(trial -> trial.values().get(quantity)).toList();
        return facts.stream().allMatch(fact -> fact instanceof Fact.Known)
                ? Optional.of(facts.stream()
                        .mapToDouble(fact -> fact.toOptional().orElseThrow())
                        .toArray())
                : Optional.empty();
    }

    private static boolean has(RunRecord run, Quantity quantity) {
        return run.quantities().trial().contains(quantity);
    }
}
