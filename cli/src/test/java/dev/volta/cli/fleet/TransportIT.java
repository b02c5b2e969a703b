package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an ssh configuration is followed, by Volta itself and by the system's ssh. */
class TransportIT extends OnTestFleet {
    /** Both lead to the node n2, and only ssh can tell. */
    private Path config(String name, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), lines.formatted(fleet.port(2), fleet.port(2), fleet.port(2)));
    }

    private static final String THROUGH_A_PROGRAM = """
            Match originalhost lab exec true
              HostName 127.0.0.1
              Port %d
            Host lab
              ProxyCommand bash -c 'exec 3<>/dev/tcp/%%h/%%p; cat <&3 & cat >&3; kill $!'
            """;

    @Test
    void whatOnlySshFollowsIsRefusedByNameUntilSshCarriesTheConnection() throws Exception {
        var ssh = config("program-config", THROUGH_A_PROGRAM).toString();
        fleet.describe("lab.yaml", List.of("  - {name: lab}"));
        var refused = fleet.on("lab.yaml", "exec", "--ssh-config", ssh, "echo", "there");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "lab: ",
                        " " + ssh + ":5: 'proxycommand bash",
                        "; " + ssh + ":1: 'Match originalhost lab exec true'")
                .contains("transport: openssh");
        Files.createFile(folder.resolve("lab-hosts"));
        var unknown = fleet.on(
                "lab.yaml",
                "exec",
                "--ssh-config",
                ssh,
                "--known-hosts",
                folder.resolve("lab-hosts").toString(),
                "--transport",
                "openssh",
                "echo",
                "there");
        assertThat(unknown.err()).contains("the host key SHA256:", "volta trust lab");
        var trusted = fleet.on(
                "lab.yaml",
                "trust",
                "--yes",
                "--ssh-config",
                ssh,
                "--known-hosts",
                folder.resolve("lab-hosts").toString(),
                "--transport",
                "openssh");
        assertThat(trusted.code()).as(trusted.err()).isZero();
        assertThat(trusted.out()).contains(fleet.server(2).fingerprint());
        for (var way : List.of(List.of("--transport", "openssh"), List.of("-l", "lab"))) {
            fleet.describe(
                    "lab.yaml", List.of("  - {name: lab" + (way.contains("-l") ? ", transport: openssh}" : "}")));
            var ran = fleet.on(
                    "lab.yaml",
                    "exec",
                    "--ssh-config",
                    ssh,
                    "--known-hosts",
                    folder.resolve("lab-hosts").toString(),
                    way.getFirst(),
                    way.getLast(),
                    "echo",
                    "there");
            assertThat(ran.out()).as(ran.err()).contains("there");
        }
    }

    @Test
    void theFleetMaySayWhatCarriesItsConnections() throws Exception {
        var all = Files.readString(folder.resolve("volta.yaml")).replace("fleet: {", "fleet: {transport: openssh, ");
        Files.writeString(folder.resolve("by-ssh.yaml"), all);
        var source = Files.writeString(folder.resolve("source"), "content");
        for (var keep : List.of("--no-keep", "--keep")) {
            var ran = fleet.on("by-ssh.yaml", "exec", keep, "sh", "-c", "echo $SSH_CONNECTION | wc -w");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("n1: 4\n", "n2: 4\n", "n3: 4\n", "n4: 4\n");
        }
        var sent = fleet.on(
                "by-ssh.yaml",
                "push",
                "-l",
                "n3",
                source.toString(),
                folder.resolve("there").toString());
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(folder.resolve("there")).hasSameBinaryContentAs(source);
        fleet.on("by-ssh.yaml", "keeper stop");
    }

    @Test
    void aJumpHostIsTrustedFirstAndTheSystemsSshGoesThroughItToo() throws Exception {
        var odd = Files.createDirectories(folder.resolve("it's 100% \"odd\" dir"));
        var ssh = Files.writeString(odd.resolve("config"), """
                Host inner
                  HostName 127.0.0.1
                  Port %d
                  ProxyJump gate
                  IdentitiesOnly yes
                Host gate
                  HostName 127.0.0.1
                  Port %d
                """.formatted(fleet.port(3), fleet.port(4)));
        var description = "it's 100% \"odd\" dir/volta.yaml";
        fleet.describe(description, List.of("  - {name: inner}"));
        var trusted = fleet.on(description, "trust", "--yes", "--ssh-config", ssh.toString());
        assertThat(trusted.code()).as(trusted.err()).isZero();
        assertThat(trusted.out())
                .contains("127.0.0.1:" + fleet.port(4) + ", on the way to inner: pinned in ", "inner: pinned in ");
        var ran = fleet.on(description, "exec", "--ssh-config", ssh.toString(), "echo", "there");
        assertThat(ran.out()).as(ran.err()).contains("there");
        var session = Ran.bash(
                folder, fleet.program("", description, "ssh", "--ssh-config", ssh.toString(), "inner", "echo $0"));
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(fleet.on(description, "trust", "--ssh-config", ssh.toString())
                        .out())
                .isEqualTo("inner: trusted already\n");
    }

    @Test
    void aConfigurationThatComesThroughAPipeIsReadByAll() throws Exception {
        fleet.describe("piped.yaml", List.of("  - {name: lab}"));
        var ssh = "<(printf 'Host lab\\n HostName 127.0.0.1\\n Port %d\\n')".formatted(fleet.port(2));
        for (var transport : List.of("builtin", "openssh")) {
            var pins = folder.resolve("piped-hosts").toString();
            for (var words : List.of(List.of("trust", "--yes"), List.of("exec", "--no-keep", "echo", "there"))) {
                var command =
                        new ArrayList<>(List.of("--transport", transport, "--known-hosts", pins, "--ssh-config", ssh));
                command.addAll(words.subList(1, words.size()));
                var all = fleet.arguments("piped.yaml", words.getFirst(), command.toArray(String[]::new));
                var ran = Ran.bash(folder, TestFleet.program("") + " " + String.join(" ", all));
                assertThat(ran.code()).as(transport + ran.err()).isZero();
                assertThat(ran.out()).containsAnyOf("there", "pinned", "trusted already");
            }
        }
    }
}
