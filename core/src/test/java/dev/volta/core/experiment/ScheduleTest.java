package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.Limits;
import dev.volta.core.report.Trial;
import dev.volta.core.report.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Variant> VARIANTS =
            List.of(new Variant("a", "a"), new Variant("b", "b"), new Variant("c", "c"));

    private static Experiment experiment(OptionalInt seed) {
        return new Experiment(
                "e",
                new PretendedWork.Described(List.of()),
                50,
                2,
                OptionalInt.empty(),
                Limits.NONE,
                Experiment.Cache.WARM,
                Duration.ofMinutes(1),
                seed,
                Path.of("results"));
    }

    @Test
    void triesEachVariantOncePerBlockInDrawnOrder() {
        var schedule = Schedule.of(experiment(OptionalInt.of(7)), VARIANTS);
        var blocks = schedule.trials().stream().collect(Collectors.groupingBy(PlannedTrial::block));
        assertThat(blocks).hasSize(52);
        assertThat(blocks.values())
                .allSatisfy(block ->
                        assertThat(block.stream().map(PlannedTrial::variant)).containsExactlyInAnyOrder("a", "b", "c"));
        assertThat(schedule.trials().stream().map(PlannedTrial::index).toList())
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1);
        assertThat(schedule.trials().stream()
                        .filter(trial -> trial.phase() == Trial.Phase.WARMUP)
                        .map(PlannedTrial::block)
                        .distinct())
                .containsExactly(1, 2);
        assertThat(blocks.values().stream()
                        .map(block -> block.getFirst().variant())
                        .distinct())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void isTheSameForASeedAndAnotherWithoutOne() {
        var seeded = Schedule.of(experiment(OptionalInt.of(7)), VARIANTS);
        assertThat(Schedule.of(experiment(OptionalInt.of(7)), VARIANTS)).isEqualTo(seeded);
        var drawn = Schedule.of(experiment(OptionalInt.empty()), VARIANTS);
        assertThat(Schedule.of(experiment(OptionalInt.of(drawn.seed())), VARIANTS))
                .isEqualTo(drawn);
    }

    @Test
    void hasOneTrialPerBlockWithoutVariants() {
        var schedule = Schedule.of(experiment(OptionalInt.of(1)), List.of());
        assertThat(schedule.trials()).hasSize(52).allSatisfy(trial -> {
            assertThat(trial.variant()).isEmpty();
            assertThat(trial.block()).isEqualTo(trial.index());
        });
    }
}
