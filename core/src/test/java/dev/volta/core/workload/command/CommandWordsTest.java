package dev.volta.core.workload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.BadValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
    /** Each word in angle brackets, as a shell with the same line as arguments has them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip -1 -c FILE",
                "  a\t b  c  ",
                "a 'b c' \"d e\" f\\ g",
                "a '' \"\"",
                "a 'it'\\''s'",
                "a \"q\\\"q\" \"b\\\\b\" \"k\\k\" '\\'",
                "a b\\\nc \\\n d \\\ne",
                "a \"x\\\ny\"",
                "a'b'\"c\"d",
                "a \\'x\\'",
                "a --x='1 2' {} ~ '*' '$HOME' \"\\$HOME\" '#no'"
            })
    void splitsAsAShellDoes(String line) throws IOException {
        var shell = new ProcessBuilder(
                        "sh", "-c", "f() { for w; do printf '<%s>' \"$w\"; done; }; set -f; HOME=~; f " + line)
                .redirectErrorStream(true)
                .start();
        var words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var ours = new StringBuilder();
        CommandWords.split(line)
                .forEach(word -> ours.append('<')
                        .append(word.equals("~") ? System.getenv("HOME") : word)
                        .append('>'));
        assertThat(ours).hasToString(words);
    }

    @Test
    void expandsNothing() {
        assertThat(CommandWords.split("echo $HOME *.c ~ `id` a;b | c > d & #e"))
                .isEqualTo(List.of("echo", "$HOME", "*.c", "~", "`id`", "a;b", "|", "c", ">", "d", "&", "#e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "''", "'' a"})
    void refusesALineWithoutAProgram(String line) {
        assertThatThrownBy(() -> CommandWords.split(line))
                .isInstanceOf(BadValueException.class)
                .hasMessage("'" + line + "' names no program; expected a program and its arguments");
    }

    @Test
    void refusesWhatIsNotClosed() {
        assertThatThrownBy(() -> CommandWords.split("a 'b"))
                .hasMessage("'a 'b' has a ' that is not closed; close it, or write \\'");
        assertThatThrownBy(() -> CommandWords.split("a \"b'"))
                .hasMessage("'a \"b'' has a \" that is not closed; close it, or write \\\"");
        assertThatThrownBy(() -> CommandWords.split("a \\"))
                .hasMessage("'a \\' ends with a backslash; write \\\\ for a backslash");
    }
}
