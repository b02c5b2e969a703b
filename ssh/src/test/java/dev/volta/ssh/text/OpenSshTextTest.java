package dev.volta.ssh.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenSshTextTest {
    private static List<String> lines(String text) {
        return OpenSshText.lines(text.getBytes(UTF_8));
    }

    @Test
    void aLineEndsAtALineFeedAlone() {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("a")).containsExactly("a");
        assertThat(lines("a\r\n\r\n b\rc\u2028d\u0085e\f\n")).containsExactly("a", "", " b\rc\u2028d\u0085e\f");
    }

    @Test
    void onlyBlanksAndTabsAreSpace() {
        assertThat(OpenSshText.content(" \t a b\t\r\f \r")).isEqualTo("a b");
        assertThat(OpenSshText.content("\fa\u00a0")).isEqualTo("\fa\u00a0");
        assertThat(OpenSshText.content("a \0b")).isEqualTo("a");
        assertThat(OpenSshText.content(" \r")).isEmpty();
        assertThat(OpenSshText.words("a \t b\u2003c\rd e f", 3)).containsExactly("a", "b\u2003c\rd", "e f");
    }
}
