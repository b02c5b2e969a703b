package dev.volta.hashing.node.job;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import java.util.List;

/**
 * Which trees to digest and how.
 *
 * @param excluded directories below the roots that are left out, on whatever node they are met
 */
public record JobSpec(
        JobId id,
        Algorithm algorithm,
        Symlinks symlinks,
        List<Root> roots,
        List<RawPath> excluded,
        BatchLimits limits) {
    public static final int MOST_EXCLUDED = 64;
    /** Long names may make a shorter list too long for a frame already. */
    public static final int MOST_ROOTS = 65_535;

    public JobSpec {
        roots = List.copyOf(roots);
        excluded = List.copyOf(excluded);
        if (roots.isEmpty() || roots.size() > MOST_ROOTS) {
            throw new IllegalArgumentException("A job has 1 to " + MOST_ROOTS + " roots, not " + roots.size());
        }
        if (excluded.size() > MOST_EXCLUDED) {
            throw new IllegalArgumentException(
                    "A job excludes at most " + MOST_EXCLUDED + " directories, not " + excluded.size());
        }
    }
}
