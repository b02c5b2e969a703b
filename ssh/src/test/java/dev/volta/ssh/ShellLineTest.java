package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellLineTest {
    @Test
    void hasTheShellSetTheVariableOfAMarkedProgram() {
        assertThat(ShellLine.of(List.of("env", "RUN=a:b:", "echo", "two words")))
                .isEqualTo("RUN=a:b: exec echo 'two words'");
    }

    @Test
    void leavesEverythingElseToTheProgramsThemselves() {
        for (var argv : List.of(
                List.of("true"),
                List.of("env"),
                List.of("env", "RUN=1"),
                List.of("env", "-i", "RUN=1", "true"),
                List.of("env", "RUN=1", "-u", "HOME"),
                List.of("env", "RUN=1", "MORE=2", "true"),
                List.of("env", "a-b=1", "true"))) {
            assertThat(ShellLine.of(argv)).isEqualTo(String.join(" ", argv));
        }
    }

    @Test
    void theProgramSeesTheVariableWhateverItsValue() throws Exception {
        var value = "it's $HOME; `x`\n\"y\" ";
        assertThat(sh(ShellLine.of(List.of("env", "RUN=" + value, "printenv", "RUN"))))
                .isEqualTo(value + "\n");
        assertThat(sh(ShellLine.of(List.of("env", "RUN=", "printenv", "RUN")))).isEqualTo("\n");
    }

    @Test
    void theShellsOwnCommandsAreNotTakenForPrograms() throws Exception {
        assertThat(sh(ShellLine.of(List.of("env", "RUN=1", "cd", "/")) + " 2>&1"))
                .contains("not found");
    }

    private static String sh(String line) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-c", line).start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
