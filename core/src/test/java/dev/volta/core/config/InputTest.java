package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InputTest {
    @Test
    void tellsTheThreeKindsApart() {
        assertThat(Input.parse("data/set1")).isEqualTo(new Input.Local(Path.of("data/set1")));
        assertThat(Input.parse("node6:/data")).isEqualTo(new Input.OnNode(new NodeName("node6"), Path.of("/data")));
        assertThat(Input.parse("shared:/mnt")).isEqualTo(new Input.Shared(Path.of("/mnt")));
    }

    @Test
    void takesAPathWithAColonForALocalOneIfItIsMarkedAsSuch() {
        assertThat(Input.parse("./node6:/data")).isEqualTo(new Input.Local(Path.of("./node6:/data")));
        assertThat(Input.parse("a:b")).isEqualTo(new Input.Local(Path.of("a:b")));
    }

    @Test
    void printsWhatItReadsBack() {
        for (var text : new String[] {"data/set1", "node6:/data", "shared:/mnt"}) {
            assertThat(Input.parse(text)).hasToString(text);
        }
    }

    @Test
    void refusesANodeThatCannotBe() {
        assertThatThrownBy(() -> Input.parse("my node:/data"))
                .hasMessage("'my node' is not a node; expected a node's name, or ./ before a local path");
        assertThatThrownBy(() -> Input.parse("")).isInstanceOf(BadValueException.class);
    }
}
