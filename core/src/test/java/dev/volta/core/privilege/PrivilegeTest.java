package dev.volta.core.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegeTest {
    private static final List<String> ARGV = List.of("rm", "a b");

    @Test
    void leavesACommandAloneWhereTheUserIsRoot() {
        assertThat(new Privilege.AsLoggedIn().command(ARGV).argv()).isEqualTo(ARGV);
    }

    @Test
    void neverLetsSudoAskUnlessItHasTo() {
        assertThat(new Privilege.SudoUnasked().command(ARGV).argv()).containsExactly("sudo", "-n", "--", "rm", "a b");
    }

    @Test
    void givesThePasswordOnStandardInputAndToNobodyElse() throws IOException {
        var privilege = new Privilege.SudoAsked("tiger");
        var command = privilege.command(ARGV);
        assertThat(command.argv())
                .startsWith("sudo", "-S", "-p", "", "--", "sh")
                .endsWith("sh", "rm", "a b");
        assertThat(command.quoted()).doesNotContain("tiger");
        assertThat(command.brief()).isEqualTo("sudo -S -p '' -- rm 'a b'");
        assertThat(command.stdin().open()).hasContent("tiger\nvolta: end of secret\n");
        assertThat(privilege.toString()).doesNotContain("tiger");
    }

    /** The shell behind sudo, with what sudo left over if it asked, and if it did not. */
    @ParameterizedTest
    @ValueSource(strings = {"", "tiger\n"})
    void theProgramReadsItsInputAndNeverThePassword(String leftOver) throws Exception {
        var input = "first\n\\second line without an end";
        var argv = new Privilege.SudoAsked("tiger")
                .command(List.of("cat"), CommandInput.NOTHING)
                .argv();
        var behindSudo = argv.subList(argv.indexOf("--") + 1, argv.size());
        var read = CommandInput.of((leftOver + "volta: end of secret\n" + input).getBytes(StandardCharsets.UTF_8));
        try (var here = new LocalRemote(new NodeName("here"))) {
            assertThat(here.run(Command.of(behindSudo).withStdin(read)).out()).isEqualTo(input);
        }
    }
}
