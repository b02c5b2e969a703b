package dev.volta.core.report;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** Records of runs that compare commands, to test with: what they measure is drawn, from a fixed seed. */
final class VariantRuns {
    static final long SEED = 7;
    static final MeasuredQuantities QUANTITIES = MeasuredQuantities.with(
            List.of(Quantity.USER, Quantity.SYSTEM, Quantity.MEMORY_PEAK, Quantity.EXIT),
            "node",
            List.of(Quantity.WALL, Quantity.CPU));

    private VariantRuns() {}

    /** Runs of {@code a}, {@code b}, … in blocks, after one of warm-up; the mean of each is a factor times 100 ms. */
    static RunRecord run(int blocks, double... factors) {
        return onNodes(1, blocks, factors);
    }

    /** The same on several nodes, of which each is a little slower than the one before. */
    static RunRecord onNodes(int nodes, int blocks, double... factors) {
        var random = new Random(SEED);
        var trials = new ArrayList<Trial>();
        for (var block = 1; block <= blocks + 1; block++) {
            var order = new ArrayList<Integer>();
            for (var variant = 0; variant < factors.length; variant++) {
                order.add(variant);
            }
            Collections.shuffle(order, random);
            var minute = 1 + 0.2 * random.nextDouble();
            for (var variant : order) {
                var shares = new ArrayList<Share>();
                var slowest = 0L;
                for (var node = 1; node <= nodes; node++) {
                    var wall = (long) (1e8
                            * factors[variant]
                            * minute
                            * (1 + 0.05 * (node - 1))
                            * Math.exp(0.005 * random.nextGaussian()));
                    slowest = Math.max(slowest, wall);
                    shares.add(new Share(
                            "node-" + node,
                            new NodeName("node-" + node),
                            MeasuredValues.NONE.with(Quantity.WALL, wall).with(Quantity.CPU, 2 * wall / 3)));
                }
                trials.add(trial(trials.size() + 1, block, name(variant), slowest, shares));
            }
        }
        return of(factors.length, trials);
    }

    /** Of these wall times in milliseconds, one list for each variant, one time in each block; nothing before them. */
    static RunRecord ofMillis(double[]... walls) {
        var trials = new ArrayList<Trial>();
        for (var block = 1; block <= walls[0].length; block++) {
            for (var variant = 0; variant < walls.length; variant++) {
                if (block <= walls[variant].length) {
                    var wall = Math.round(walls[variant][block - 1] * 1e6);
                    trials.add(measured(trials.size() + 1, block, name(variant), wall, List.of()));
                }
            }
        }
        return of(walls.length, trials);
    }

    private static Trial trial(int index, int block, String variant, long wall, List<Share> shares) {
        var trial = measured(index, block, variant, wall, shares);
        return block > 1
                ? trial
                : new Trial(
                        index, Trial.Phase.WARMUP, block, variant, trial.startedAt(), trial.values(), trial.shares());
    }

    static Trial measured(int index, int block, String variant, long wall, List<Share> shares) {
        return new Trial(
                index,
                Trial.Phase.MEASURED,
                block,
                variant,
                Runs.START.plusSeconds(index),
                MeasuredValues.NONE
                        .with(Quantity.WALL, wall)
                        .with(Quantity.CPU, wall / 2 + wall / 4)
                        .with(Quantity.USER, wall / 2)
                        .with(Quantity.SYSTEM, wall / 4)
                        .with(Quantity.MEMORY_PEAK, 4L << 20)
                        .with(Quantity.EXIT, 0),
                shares);
    }

    static RunRecord of(int variants, List<Trial> trials) {
        var names = new ArrayList<Variant>();
        for (var variant = 0; variant < variants; variant++) {
            names.add(new Variant(name(variant), "sort --parallel=%d words".formatted(variant + 1)));
        }
        return of(names, trials);
    }

    static RunRecord of(List<Variant> variants, List<Trial> trials) {
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                "r-7f3a",
                "sort",
                List.of("volta", "run-experiment"),
                Runs.START,
                Runs.START.plusSeconds(60),
                new VoltaVersion("0.1.0", Fact.known("ba2c2f7")),
                new Verdict(Verdict.Outcome.PASSED, 0, "all commands ended as expected"),
                new WorkloadSummary("command", variants.size() + " commands", Map.of(), Map.of()),
                QUANTITIES,
                variants,
                OptionalLong.of(SEED),
                trials,
                TrialWarnings.of(trials),
                Map.of(Runs.NODE, Runs.host()),
                Map.of());
    }

    private static String name(int variant) {
        return String.valueOf((char) ('a' + variant));
    }
}
