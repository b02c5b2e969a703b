package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {
    @Test
    void takesTheLastArgumentsWithTheirBytes() {
        var line = "java\0-jar\0sum\0\0a\u00ff b\0".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(RawArguments.lastOf(3, line)).containsExactly("sum", "", "a\udcff b");
        assertThat(RawArguments.lastOf(0, line)).isEmpty();
        assertThat(RawArguments.lastOf(5, line)).startsWith("java", "-jar");
    }

    @Test
    void refusesMoreArgumentsThanThereAre() {
        assertThatThrownBy(() -> RawArguments.lastOf(2, new byte[] {'x', 0}))
                .hasMessage("this process has only 1 arguments, not 2");
    }

    @Test
    void readsTheCommandLineOfThisProcess() {
        var arguments = ProcessHandle.current().info().arguments().orElseThrow();
        assertThat(RawArguments.lastOf(arguments.length)).containsExactly(arguments);
    }
}
