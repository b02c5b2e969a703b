package dev.volta.hashing.workload;

import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a job hashed and what it left out.
 *
 * @param algorithm such as {@code sha256}
 * @param files in the manifest
 * @param bytes of these files
 * @param failures files that could not be read; they are in neither of the two
 * @param skipped kind of entry ({@code symlink}, {@code special}, …) to how many were passed over
 * @param inputs each by itself, in the order in which they were given
 */
record DigestTotals(
        String algorithm, long files, long bytes, long failures, Map<String, Long> skipped, List<InputTotal> inputs) {
    DigestTotals {
        inputs = List.copyOf(inputs);
        SortedMap<String, Long> sorted = new TreeMap<>(skipped);
        skipped = Collections.unmodifiableMap(sorted);
    }

    static DigestTotals none(String algorithm) {
        return new DigestTotals(algorithm, 0, 0, 0, Map.of(), List.of());
    }

    /** The run's summary; its details have the names of the components. */
    WorkloadSummary summary() {
        var details = new LinkedHashMap<String, Object>();
        details.put("algorithm", algorithm);
        details.put("files", files);
        details.put("bytes", bytes);
        details.put("failures", failures);
        details.put("skipped", skipped);
        details.put("inputs", inputs.stream().map(InputTotal::details).toList());
        return new WorkloadSummary(
                DigestWork.NAME,
                "%s of %s, %s".formatted(algorithm, Quantities.count(files, "file"), Quantities.bytes(bytes)),
                Map.of("left out", leftOut()),
                details);
    }

    /** Such as {@code 1 unreadable entry, 2 symlinks}. */
    private String leftOut() {
        var parts = new ArrayList<String>();
        if (failures > 0) {
            parts.add(Quantities.count(failures, "unreadable entry", "unreadable entries"));
        }
        skipped.forEach((kind, count) -> parts.add(Quantities.count(count, noun(kind))));
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static String noun(String kind) {
        return switch (kind) {
            case "special" -> "special file";
            case "excluded" -> "excluded folder";
            default -> kind;
        };
    }
}
