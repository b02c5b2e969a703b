package dev.volta.core.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run worked on.
 *
 * @param kind of the work, as {@code workload.kind} has it
 * @param work in a few words, such as {@code sha256 of 1 200 files, 256 MiB}
 * @param remarks more of it for people, by a word or two
 * @param details more of it for programs: what only this kind of work has
 */
public record WorkloadSummary(String kind, String work, Map<String, String> remarks, Map<String, Object> details) {
    public WorkloadSummary {
        remarks = Collections.unmodifiableMap(new LinkedHashMap<>(remarks));
        details = PlainValue.map(details);
    }

    /** One sentence without its end. */
    String inWords() {
        var words = new StringBuilder(work);
        remarks.forEach(
                (name, text) -> words.append("; ").append(name).append(": ").append(text));
        return words.toString();
    }
}
