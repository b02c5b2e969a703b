package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTextTest {
    @Test
    void masksAssignmentsToNamesThatAreCalledLikeSecrets() {
        assertThat(MaskedText.of("+exec env DB_PASSWORD=lion 'API_TOKEN=a b' MODE=fast 'TOKENS=it'\\''s' run\n"))
                .isEqualTo("+exec env DB_PASSWORD=… 'API_TOKEN=…' MODE=fast 'TOKENS=…' run\n");
    }

    @Test
    void masksOneArgumentToItsEnd() {
        assertThat(MaskedText.ofArgument("--db-password=a b\nc")).isEqualTo("--db-password=…");
        assertThat(MaskedText.ofArgument("MODE=fast or slow")).isEqualTo("MODE=fast or slow");
        assertThat(MaskedText.ofArgument("tokens")).isEqualTo("tokens");
    }
}
