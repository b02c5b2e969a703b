package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
    private final Repetitions repetitions = new Repetitions();

    private boolean isDue(String text, long second) {
        return repetitions.due(text, TimeUnit.SECONDS.toNanos(second)).isPresent();
    }

    @Test
    void printsALineThatComesEachSecondLessAndLessOften() {
        var printed = new ArrayList<Long>();
        for (long second = 0; second < 200; second++) {
            if (isDue("refused", second)) {
                printed.add(second);
            }
        }
        assertThat(printed).containsExactly(0L, 10L, 30L, 70L, 150L);
    }

    @Test
    void countsWhatItLeavesOut() {
        for (var second = 0; second < 10; second++) {
            isDue("refused", second);
        }
        assertThat(repetitions.due("refused", TimeUnit.SECONDS.toNanos(10))).contains("refused (and 9 times before)");
        assertThat(repetitions.due("other", 0)).contains("other");
    }

    @Test
    void remembersTheLinesThatCameLast() {
        for (var i = 0; i < 2000; i++) {
            assertThat(isDue("line " + i, 0)).isTrue();
        }
        assertThat(isDue("line 1999", 0)).isFalse();
        assertThat(isDue("line 0", 0)).isTrue();
    }
}
