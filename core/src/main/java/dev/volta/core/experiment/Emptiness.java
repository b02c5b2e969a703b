package dev.volta.core.experiment;

import dev.volta.core.report.InputTotal;
import dev.volta.core.report.Quantities;
import dev.volta.core.report.WorkloadSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of which nothing was hashed: a run that measured nothing of what it was given has not passed. Empty files count as
 * hashed; they have a digest, and the run says that there were no bytes.
 */
final class Emptiness {
    private static final int MOST_NAMED = 3;

    private Emptiness() {}

    /** Reasons why the work was none; empty if something was hashed of every input. */
    static List<String> of(WorkloadSummary work) {
        var empty = work.inputs().stream().filter(input -> input.files() == 0).toList();
        if (empty.isEmpty()) {
            return work.files() == 0 ? List.of("nothing was hashed") : List.of();
        }
        var reasons = new ArrayList<String>();
        empty.stream().limit(MOST_NAMED).map(Emptiness::describe).forEach(reasons::add);
        if (empty.size() > MOST_NAMED) {
            reasons.add("nor of " + Quantities.count(empty.size() - MOST_NAMED, "more input"));
        }
        return reasons;
    }

    private static String describe(InputTotal input) {
        var found = new ArrayList<String>();
        if (input.failures() > 0) {
            found.add(Quantities.count(input.failures(), "entry", "entries") + " could not be read");
        }
        if (input.skipped() > 0) {
            found.add(Quantities.count(
                            input.skipped(),
                            "link, special file or excluded folder was",
                            "links, special files or excluded folders were")
                    + " passed over");
        }
        return "nothing was hashed of '" + input.input() + "': "
                + (found.isEmpty() ? "there are no files in it" : String.join(", ", found));
    }
}
