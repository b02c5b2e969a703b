package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.HostFacts;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Everything one run leaves behind, from which every report is made.
 *
 * @param schemaVersion of {@code run.json}; raised when a reader of the old one would misread the new one
 * @param runId carried by every sample and log line of the run
 * @param commandLine as it was typed, without secrets
 * @param configuration key path, such as {@code workload.algorithm}, to its value and origin
 * @param hosts the nodes that took part, the controller's first
 * @param quantities that each trial and each share in one has values of
 * @param variants that are compared, the baseline first; empty where the work has none
 * @param seed of the order in which the variants of each block ran, if it was drawn
 * @param trials in the order of execution, warm-up included
 */
public record RunRecord(
        int schemaVersion,
        String runId,
        String name,
        List<String> commandLine,
        Instant startedAt,
        Instant finishedAt,
        VoltaVersion volta,
        Verdict verdict,
        WorkloadSummary workload,
        MeasuredQuantities quantities,
        List<Variant> variants,
        OptionalLong seed,
        List<Trial> trials,
        List<RaisedWarning> warnings,
        Map<NodeName, HostFacts> hosts,
        Map<String, Setting> configuration) {
    public static final int SCHEMA_VERSION = 2;

    public RunRecord {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("a run record of schema version %d; this program knows version %d"
                    .formatted(schemaVersion, SCHEMA_VERSION));
        }
        if (commandLine.isEmpty()) {
            throw new IllegalArgumentException("a run record needs the command line of its run");
        }
        commandLine = List.copyOf(commandLine);
        trials = List.copyOf(trials);
        trials.forEach(trial -> trial.require(quantities));
        variants = List.copyOf(variants);
        requireVariants(variants, trials);
        warnings = List.copyOf(warnings);
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    }

    private static void requireVariants(List<Variant> variants, List<Trial> trials) {
        var names = variants.stream().map(Variant::name).collect(Collectors.toSet());
        if (names.size() < variants.size()) {
            throw new IllegalArgumentException("two variants have one name: " + variants);
        }
        var seen = new HashSet<String>();
        for (var trial : trials) {
            if (variants.isEmpty() ? !trial.variant().isEmpty() : !names.contains(trial.variant())) {
                throw new IllegalArgumentException("trial %d ran the variant '%s', which is none of %s"
                        .formatted(trial.index(), trial.variant(), names));
            }
            if (!seen.add(trial.block() + " " + trial.variant())) {
                throw new IllegalArgumentException("trial %d is the second one of '%s' in block %d"
                        .formatted(trial.index(), trial.variant(), trial.block()));
            }
        }
    }

    /** The trials that count. */
    public List<Trial> measured() {
        return trials.stream().filter(t -> t.phase() == Trial.Phase.MEASURED).toList();
    }

    /** The trials of {@code variant}, warm-up included. */
    List<Trial> trials(String variant) {
        return trials.stream().filter(t -> t.variant().equals(variant)).toList();
    }

    /** The trials of {@code variant} that count. */
    List<Trial> measured(String variant) {
        return measured().stream().filter(t -> t.variant().equals(variant)).toList();
    }

    /** In their order; the empty name alone if the work has no variants. */
    List<String> variantNames() {
        return variants.isEmpty()
                ? List.of("")
                : variants.stream().map(Variant::name).toList();
    }

    /** Medians with their intervals, for readers of {@code run.json}. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    List<ResultMedian> results() {
        return ResultMedian.of(this);
    }

    /** How each variant compares with the first one, for the wall time; empty if there are not two of them. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public List<Comparison> comparisons() {
        return Comparison.of(this);
    }
}
