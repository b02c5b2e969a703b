package dev.volta.core.experiment;

import dev.volta.core.config.Experiment;
import dev.volta.core.report.Trial;
import dev.volta.core.report.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The order of the trials of a run. Variants are compared in randomised complete blocks: each repetition is a block with one
 * trial of each variant, in an order of its own, so that what drifts with time (temperature, neighbours, caches) meets all
 * of them alike. The order is that of {@link Collections#shuffle} with {@link Random}, which gives the same for a seed in
 * every Java.
 *
 * @param seed of the order
 * @param trials warm-up blocks first
 */
record Schedule(int seed, List<PlannedTrial> trials) {
    /** Seeds fit into nine digits. */
    private static final int SEEDS = 1_000_000_000;

    Schedule {
        trials = List.copyOf(trials);
    }

    static Schedule of(Experiment experiment, List<Variant> variants) {
        var seed = experiment.seed().orElseGet(() -> ThreadLocalRandom.current().nextInt(SEEDS));
        var names = variants.isEmpty()
                ? List.of("")
                : variants.stream().map(Variant::name).toList();
        var random = new Random(seed);
        var trials = new ArrayList<PlannedTrial>();
        for (int block = 1; block <= experiment.warmup() + experiment.repeat(); block++) {
            var order = new ArrayList<>(names);
            Collections.shuffle(order, random);
            var phase = block <= experiment.warmup() ? Trial.Phase.WARMUP : Trial.Phase.MEASURED;
            for (var name : order) {
                trials.add(new PlannedTrial(trials.size() + 1, phase, name, block));
            }
        }
        return new Schedule(seed, trials);
    }
}
