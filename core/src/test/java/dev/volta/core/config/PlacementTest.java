package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
    private static final Node NODE = new Node(
            new NodeName("n1"),
            new Reach.Here(),
            Set.of("worker", "ssd"),
            Optional.empty(),
            NodePaths.UNSAID,
            new Origin.ByDefault());

    @ParameterizedTest
    @CsvSource({
        "worker, true",
        "gpu, false",
        "!gpu, true",
        "worker & ssd, true",
        "worker & !ssd, false",
        "worker&!gpu&ssd, true",
        "*, true"
    })
    void choosesNodesByLabels(String expression, boolean holds) {
        assertThat(Placement.Labelled.parse(expression).holds(NODE)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "worker &", "worker | ssd", "!", "a b", "worker & *"})
    void refusesWhatIsNoExpression(String expression) {
        assertThatThrownBy(() -> Placement.Labelled.parse(expression)).isInstanceOf(BadValueException.class);
    }

    @Test
    void choosesNodesByName() {
        assertThat(new Placement.Named(Set.of(new NodeName("n1"))).holds(NODE)).isTrue();
        assertThat(new Placement.Named(Set.of(new NodeName("n2"))).holds(NODE)).isFalse();
    }
}
