package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedHostsTest {
    @TempDir
    private Path folder;

    private FailedHosts failed;

    @BeforeEach
    void inTheFolder() {
        failed = new FailedHosts(folder.resolve("failed"));
    }

    @Test
    void keepsNamesUnderTheCommand() throws IOException {
        failed.keep("rm a\nb", List.of(FoldedNamesTest.node("vm2"), FoldedNamesTest.node("vm7")));
        assertThat(Files.readString(failed.file())).isEqualTo("# not done: rm a b\nvm2\nvm7\n# end\n");
        assertThat(failed.among(List.of(FoldedNamesTest.node("vm7"), FoldedNamesTest.node("vm9"))))
                .containsExactly(FoldedNamesTest.node("vm7"));
    }

    @Test
    void aSuccessRemovesTheFile() {
        failed.keep("true", List.of(FoldedNamesTest.node("vm2")));
        failed.keep("true", List.of());
        assertThat(failed.file()).doesNotExist();
    }

    @Test
    void saysThatThereIsNothingToResume() {
        assertThatThrownBy(() -> failed.among(List.of(FoldedNamesTest.node("vm1"))))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining("the last command succeeded everywhere, or there was none");
        failed.keep("true", List.of(FoldedNamesTest.node("vm2")));
        assertThatThrownBy(() -> failed.among(List.of(FoldedNamesTest.node("vm1"))))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining("nothing to resume");
    }

    @Test
    void refusesAFileThatWasCut() throws IOException {
        var nodes = List.of(FoldedNamesTest.node("vm1"), FoldedNamesTest.node("vm12"));
        failed.keep("true", nodes);
        var whole = Files.readAllBytes(failed.file());
        for (var length = 0; length < whole.length; length++) {
            Files.write(failed.file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> failed.among(nodes))
                    .as("cut after %d", length)
                    .isInstanceOf(PatternException.class);
            Files.write(failed.file(), Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
            assertThatThrownBy(() -> failed.among(nodes))
                    .as("zeros after %d", length)
                    .hasMessageContaining("is incomplete");
        }
    }
}
