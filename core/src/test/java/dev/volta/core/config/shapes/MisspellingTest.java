package dev.volta.core.config.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MisspellingTest {
    @Test
    void countsSwapsAsOneStep() {
        assertThat(Misspelling.distance("repeat", "repaet")).isEqualTo(1);
        assertThat(Misspelling.distance("repat", "repeat")).isEqualTo(1);
        assertThat(Misspelling.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void guessesTheNearestNameAndNothingFar() {
        var known = List.of("repeat", "warmup", "workers");
        assertThat(Misspelling.of("repat", known)).contains("repeat");
        assertThat(Misspelling.of("worker", known)).contains("workers");
        assertThat(Misspelling.of("colour", known)).isEmpty();
    }
}
