package dev.volta.core.experiment;

import dev.volta.core.report.RaisedWarning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the measured trials of a run had against them: the same said of several trials is one warning. */
final class TrialDoubts {
    /** So many trials are named. */
    private static final int MOST = 5;

    private final Map<RaisedWarning, List<Integer>> trials = new LinkedHashMap<>();
    private int measured;

    /** Takes what measured trial {@code index} has against it. */
    void add(int index, List<RaisedWarning> doubts) {
        measured++;
        doubts.stream()
                .distinct()
                .forEach(doubt ->
                        trials.computeIfAbsent(doubt, _ -> new ArrayList<>()).add(index));
    }

    /** One of each kind; {@code trial 3: 2 pieces …} unless it is so in all trials. */
    List<RaisedWarning> all() {
        var details = new LinkedHashMap<RaisedWarning, List<String>>();
        trials.forEach((doubt, in) -> details.computeIfAbsent(
                        new RaisedWarning(doubt.warning(), "", doubt.advice()), _ -> new ArrayList<>())
                .add(in.size() == measured ? doubt.detail() : named(in) + ": " + doubt.detail()));
        return details.entrySet().stream()
                .map(kind -> new RaisedWarning(
                        kind.getKey().warning(),
                        listed(kind.getValue()),
                        kind.getKey().advice()))
                .toList();
    }

    private static String named(List<Integer> indices) {
        var named = indices.stream().limit(MOST).map(String::valueOf).collect(Collectors.joining(", "));
        var more = indices.size() - MOST;
        return (indices.size() == 1 ? "trial " : "trials ") + named + (more > 0 ? " and " + more + " more" : "");
    }

    private static String listed(List<String> details) {
        var listed = details.stream().limit(MOST).collect(Collectors.joining("; "));
        var more = details.size() - MOST;
        return more > 0 ? listed + "; and " + more + " more" : listed;
    }
}
