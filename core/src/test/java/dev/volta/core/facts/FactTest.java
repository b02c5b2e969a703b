package dev.volta.core.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FactTest {
    @Test
    void tellsItsValueOrItsReason() {
        assertThat(Fact.known(3).map(n -> n + 1).told(n -> n + " CPUs")).isEqualTo("4 CPUs");
        assertThat(Fact.<Integer>unavailable("no file").map(n -> n + 1).told(n -> n + " CPUs"))
                .isEqualTo("unavailable: no file");
        assertThat(Fact.unavailable("no file").toOptional()).isEmpty();
    }

    @Test
    void refusesToBeMissingWithoutAReason() {
        assertThatThrownBy(() -> Fact.unavailable(" ")).hasMessage("what is unavailable has a reason");
    }
}
