package dev.volta.hashing.node.job;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Symlinks;
import java.util.List;

/** Which trees to digest and how. */
public record JobSpec(JobId id, Algorithm algorithm, Symlinks symlinks, List<Root> roots, BatchLimits limits) {
    /** Long names may make a shorter list too long for a frame already. */
    public static final int MOST_ROOTS = 65_535;

    public JobSpec {
        roots = List.copyOf(roots);
        if (roots.isEmpty() || roots.size() > MOST_ROOTS) {
            throw new IllegalArgumentException("A job has 1 to " + MOST_ROOTS + " roots, not " + roots.size());
        }
    }
}
