package dev.volta.core.report;

import dev.volta.core.wire.Quantities;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The work of a run.
 *
 * @param algorithm such as {@code sha256}
 * @param files in the manifest
 * @param bytes of these files
 * @param failures files that could not be read; they are in neither of the two
 * @param skipped kind of entry ({@code fifo}, {@code device}, …) to how many were passed over
 * @param inputs each by itself, in the order in which they were given
 */
public record WorkloadSummary(
        String algorithm, long files, long bytes, long failures, Map<String, Long> skipped, List<InputTotal> inputs) {
    public WorkloadSummary {
        inputs = List.copyOf(inputs);
        SortedMap<String, Long> sorted = new TreeMap<>(skipped);
        skipped = Collections.unmodifiableMap(sorted);
    }

    /** What was passed over, such as {@code 2 special files, 1 symlink}; empty if nothing was. */
    public String skippedInWords() {
        return skipped.entrySet().stream()
                .map(kind -> Quantities.count(kind.getValue(), noun(kind.getKey())))
                .collect(Collectors.joining(", "));
    }

    private static String noun(String kind) {
        return switch (kind) {
            case "special" -> "special file";
            case "excluded" -> "excluded folder";
            default -> kind;
        };
    }
}
