package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExperimentInputTest {
    @Test
    void tellsTheThreeKindsApart() {
        assertThat(ExperimentInput.parse("data/set1")).isEqualTo(new ExperimentInput.Local(Path.of("data/set1")));
        assertThat(ExperimentInput.parse("node6:/data"))
                .isEqualTo(new ExperimentInput.OnNode(new NodeName("node6"), Path.of("/data")));
        assertThat(ExperimentInput.parse("shared:/mnt")).isEqualTo(new ExperimentInput.Shared(Path.of("/mnt")));
    }

    @Test
    void takesAPathWithAColonForALocalOneIfItIsMarkedAsSuch() {
        assertThat(ExperimentInput.parse("./node6:/data"))
                .isEqualTo(new ExperimentInput.Local(Path.of("./node6:/data")));
        assertThat(ExperimentInput.parse("a:b")).isEqualTo(new ExperimentInput.Local(Path.of("a:b")));
    }

    @Test
    void printsWhatItReadsBack() {
        for (var text : new String[] {"data/set1", "node6:/data", "shared:/mnt"}) {
            assertThat(ExperimentInput.parse(text)).hasToString(text);
        }
    }

    @Test
    void refusesANodeThatCannotBe() {
        assertThatThrownBy(() -> ExperimentInput.parse("my node:/data"))
                .hasMessage("'my node' is not a node; expected a node's name, or ./ before a local path");
        assertThatThrownBy(() -> ExperimentInput.parse("")).isInstanceOf(BadValueException.class);
    }
}
