package dev.volta.core.experiment;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects which inputs of an experiment are the same or lie in one another, so that files are hashed more than once. */
public final class InputOverlaps {
    /** So many pairs stand in the warning; there may be thousands. */
    private static final int MOST = 5;

    private final Set<String> found = new LinkedHashSet<>();

    /**
     * An input as one node sees it.
     *
     * @param real its path without links
     */
    public record Seen(ExperimentInput input, String real) {}

    /** Takes what one node reads. */
    public void add(List<Seen> inputs) {
        var byPath = new LinkedHashMap<String, ExperimentInput>();
        for (var seen : inputs) {
            var other = byPath.putIfAbsent(seen.real(), seen.input());
            if (other != null) {
                found.add("'" + seen.input() + "' is the same as '" + other + "'");
            }
        }
        byPath.forEach((real, input) ->
                around(real, byPath).ifPresent(outer -> found.add("'" + input + "' lies in '" + outer + "'")));
    }

    /** The input in which {@code real} lies, the innermost one. */
    private static Optional<ExperimentInput> around(String real, Map<String, ExperimentInput> byPath) {
        var at = real;
        while (at.length() > 1) {
            at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
            var outer = byPath.get(at);
            if (outer != null) {
                return Optional.of(outer);
            }
        }
        return Optional.empty();
    }

    /** The warning, if there is something to warn of. */
    public Optional<RaisedWarning> caution() {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var told = new ArrayList<>(found.stream().limit(MOST).toList());
        if (found.size() > MOST) {
            told.add((found.size() - MOST) + " more");
        }
        return Optional.of(new RaisedWarning(RunWarning.INPUTS_OVERLAP, String.join("; ", told)));
    }
}
