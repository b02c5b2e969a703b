package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTemplateTest {
    private static final Node NODE = new Node(
            new NodeName("n1"),
            new Reach.Ssh("10.0.0.7", Port.SSH, Optional.empty()),
            Set.of(),
            Optional.empty(),
            NodePaths.UNSAID,
            new Origin.ByDefault());

    @Test
    void putsInWhatDiffersFromNodeToNode() {
        assertThat(TextTemplate.parse("id=${node.name} at ${node.address}:1").on(NODE))
                .isEqualTo("id=n1 at 10.0.0.7:1");
    }

    @Test
    void leavesOtherDollarSignsAlone() {
        assertThat(TextTemplate.parse("$5 and $${node.name} and $").on(NODE)).isEqualTo("$5 and ${node.name} and $");
    }

    @Test
    void refusesOtherVariablesAndOpenEnds() {
        assertThatThrownBy(() -> TextTemplate.parse("${node.color}"))
                .hasMessageContaining("'${node.color}' is not known");
        assertThatThrownBy(() -> TextTemplate.parse("a ${node.name")).hasMessageContaining("has no '}' or no name");
        assertThatThrownBy(() -> TextTemplate.parse("${}")).hasMessageContaining("has no '}' or no name");
    }
}
