package dev.volta.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Work that is measured.
 *
 * @param repeat measured runs, at least 1
 * @param warmup runs before them that are not measured
 * @param workers per node; absent: as many as the node has processors, see {@link #workersOn}
 * @param limits what the workers of a node may use, all of them together
 * @param timeout of each run
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
        Path out) {
    /** On all nodes together; a controller takes so many (docs/protocol.md, "Back-pressure"). */
    public static final int MOST_WORKERS = 1024;

    public Experiment {
        if (repeat < 1 || warmup < 0) {
            throw new IllegalArgumentException("repeat must be at least 1 and warmup at least 0");
        }
    }

    /** How many workers a node with so many processors gets. */
    public int workersOn(int processors) {
        return workers.orElse(Math.min(processors, MOST_WORKERS));
    }

    /** Whether the files may still be in the page cache when a run begins. */
    public enum Cache {
        WARM,
        COLD
    }
}
