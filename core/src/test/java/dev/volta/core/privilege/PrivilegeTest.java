package dev.volta.core.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void givesThePasswordOnStandardInputAndToNobodyElse() {
        var privilege = new Privilege.SudoAsked("tiger");
        var command = privilege.command(ARGV);
        assertThat(command.argv())
                .containsExactly("sudo", "-S", "-p", "", "--", "sh", "-c", "exec \"$@\" </dev/null", "sh", "rm", "a b");
        assertThat(new String(command.stdin(), StandardCharsets.UTF_8)).isEqualTo("tiger\n");
        assertThat(privilege.toString()).doesNotContain("tiger");
    }
}
