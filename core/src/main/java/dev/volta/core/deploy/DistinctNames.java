package dev.volta.core.deploy;

import java.util.HashSet;
import java.util.stream.Stream;

/** Sees that what modules bring can be told apart by name. */
public final class DistinctNames {
    private DistinctNames() {}

    /**
     * Throws {@code IllegalArgumentException} if a name is there twice.
     *
     * @param what has the names, such as {@code supervisors}
     */
    public static void require(String what, Stream<String> names) {
        var known = new HashSet<String>();
        names.forEach(name -> {
            if (!known.add(name)) {
                throw new IllegalArgumentException("two " + what + " are called '" + name + "'");
            }
        });
    }
}
