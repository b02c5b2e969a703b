package dev.volta.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Work that is measured.
 *
 * @param repeat measured runs, at least 1
 * @param warmup runs before them that are not measured
 * @param workers per node; absent: as many as the node has processors, if the work has workers
 * @param limits what the workers of a node may use, all of them together
 * @param timeout of each run
 * @param seed of the order in which variants are tried; absent: drawn
 * @param out the folder in which a folder per experiment is made
 */
public record Experiment(
        String name,
        Work work,
        int repeat,
        int warmup,
        OptionalInt workers,
        Limits limits,
        Cache cache,
        Duration timeout,
        OptionalInt seed,
        Path out) {
    public Experiment {
        if (repeat < 1 || warmup < 0) {
            throw new IllegalArgumentException("repeat must be at least 1 and warmup at least 0");
        }
    }

    /** Whether the files may still be in the page cache when a run begins. */
    public enum Cache {
        WARM,
        COLD
    }
}
