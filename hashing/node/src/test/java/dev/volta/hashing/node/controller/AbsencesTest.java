package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AbsencesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Absences absences = new Absences();

    @Test
    void givesUpWhenANodeWithWorkHadNoWorkerForSoLong() throws Exception {
        check(0, Set.of("a", "b"), "a");
        check(9, Set.of("a", "b"), "a");
        assertThatThrownBy(() -> check(10, Set.of("a", "b"), "a"))
                .isInstanceOf(HopelessJobException.class)
                .hasMessage("no worker of b has been connected for 10 s, and work is left for it;"
                        + " is the node up, and does its worker run?");
    }

    @Test
    void beginsAnewWhenAWorkerCameBackMeanwhile() throws Exception {
        check(0, Set.of("b"), "a");
        check(9, Set.of("b"), "b");
        check(15, Set.of("b"), "a");
        check(24, Set.of("b"), "a");
        assertThatThrownBy(() -> check(25, Set.of("b"), "a")).hasMessageContaining("no worker of b");
    }

    @Test
    void waitsForNobodyWhereNothingIsLeft() throws Exception {
        check(0, Set.of("b"), "a");
        check(9, Set.of(), "a");
        check(20, Set.of("b"), "a");
    }

    @Test
    void anyWorkerWillDoForWorkOfNoNode() throws Exception {
        check(0, Set.of(""), "a");
        check(20, Set.of(""), "a");
        check(21, Set.of(""));
        assertThatThrownBy(() -> check(31, Set.of("")))
                .hasMessage("no worker has been connected for 10 s, and work is left for it; do the workers run?");
    }

    private void check(long second, Set<String> wanted, String... present) throws HopelessJobException {
        absences.check(wanted, Set.of(present), TimeUnit.SECONDS.toNanos(second), LIMIT);
    }
}
