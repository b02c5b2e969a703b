package dev.volta.hashing.workload;

import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of which no byte was hashed: a run that measured nothing of what it was given has not passed. Empty files have a
 * digest and are in the manifest, but there is nothing to measure in them.
 */
final class Emptiness {
    private static final int MOST_NAMED = 3;

    private Emptiness() {}

    /** Reasons why the work was none; empty if a byte was hashed of every input. */
    static List<String> of(DigestTotals work) {
        var empty = work.inputs().stream().filter(input -> input.bytes() == 0).toList();
        if (empty.isEmpty()) {
            return work.bytes() == 0 ? List.of("nothing was hashed") : List.of();
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
        if (input.files() > 0) {
            found.add(input.files() == 1 ? "its file is empty" : "its " + input.files() + " files are empty");
        }
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
