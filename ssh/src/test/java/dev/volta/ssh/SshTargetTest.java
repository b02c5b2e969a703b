package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.ssh.config.AgentChoice;
import dev.volta.ssh.config.SshConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshTargetTest {
    private static final NodeName NODE = new NodeName("vm1");

    @TempDir
    private Path home;

    private SshTarget resolve(String text, String alias) throws IOException {
        var config = SshConfig.read(Files.writeString(home.resolve("config"), text), home);
        return SshTarget.of(NODE, alias, "me", config);
    }

    @Test
    void takesWhatTheConfigurationSays() throws IOException {
        var target = resolve("""
                Host vm1
                    HostName 10.0.0.1
                    Port 2201
                    User op
                    IdentityFile /k
                    IdentitiesOnly yes
                    ConnectTimeout 3
                    ServerAliveInterval 5
                """, "vm1");
        assertThat(target)
                .isEqualTo(SshTarget.of(NODE, "10.0.0.1", 2201, "op")
                        .withIdentityFiles(Path.of("/k"))
                        .withIdentitiesOnly(true)
                        .withOptions(new TargetOptions(
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(),
                                /* usualKeys= */ false,
                                new AgentChoice.Usual(),
                                Optional.empty()))
                        .withTiming(Timing.DEFAULT
                                .withConnect(Duration.ofSeconds(3))
                                .withKeepAlive(Duration.ofSeconds(5))));
    }

    @Test
    void whatIsWrittenOutGoesBeforeTheConfiguration() throws IOException {
        assertThat(resolve("User op\nPort 1\n", "root@vm1:2222")).isEqualTo(SshTarget.of(NODE, "vm1", 2222, "root"));
    }

    @Test
    void resolvesJumpsInTheirOrder() throws IOException {
        var target = resolve("""
                Host vm1
                    ProxyJump gate,admin@inner:2200
                Host gate
                    HostName gate.example
                    ProxyJump outer
                """, "vm1");
        assertThat(target.jumps())
                .containsExactly(
                        SshTarget.of(NODE, "outer", 22, "me"),
                        SshTarget.of(NODE, "gate.example", 22, "me"),
                        SshTarget.of(NODE, "inner", 2200, "admin"));
        assertThat(target.address()).isEqualTo("me@vm1:22 (through me@outer:22, me@gate.example:22, admin@inner:2200)");
    }

    @Test
    void readsAJumpThatIsWrittenAsAnAddressOfTheWeb() throws IOException {
        assertThat(resolve("Host vm1\n ProxyJump ssh://admin@[fe80::1]:2200/,ssh://gate\n", "vm1")
                        .jumps())
                .containsExactly(SshTarget.of(NODE, "fe80::1", 2200, "admin"), SshTarget.of(NODE, "gate", 22, "me"));
    }

    @Test
    void refusesWhatOnlySshFollowsAlsoOnTheWay() throws IOException {
        var text = "Host vm1\n ProxyJump gate\nHost gate\n ProxyCommand nc %h %p\n";
        assertThatThrownBy(() -> resolve(text, "vm1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config:4: 'proxycommand nc %h %p'")
                .hasMessageContaining("transport: openssh");
        var config = SshConfig.read(home.resolve("config"), home);
        assertThat(SshTarget.roughly(NODE, "vm1", "me", config).jumps()).hasSize(1);
    }

    @Test
    void eachHostHasItsOwnFilesOfKnownHosts() throws IOException {
        var target = resolve("""
                Host vm1
                    ProxyJump gate
                    UserKnownHostsFile /a /b
                Host gate
                    GlobalKnownHostsFile /c
                """, "vm1");
        assertThat(target.options().knownHosts()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(target.jumps().getFirst().options().knownHosts()).containsExactly(Path.of("/c"));
        var without = target.withoutKnownHosts();
        assertThat(without.options().knownHosts()).isEmpty();
        assertThat(without.jumps().getFirst().options().knownHosts()).isEmpty();
    }

    @Test
    void aJumpThatLeadsBackIsAnError() {
        assertThatThrownBy(() -> resolve("Host a\n ProxyJump b\nHost b\n ProxyJump a\n", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leads back to itself");
    }

    @Test
    void readsDestinationsAsPeopleWriteThem() {
        assertThat(Destination.parse("vm1")).isEqualTo(new Destination(Optional.empty(), "vm1", OptionalInt.empty()));
        assertThat(Destination.parse("a@b@vm1:22"))
                .isEqualTo(new Destination(Optional.of("a@b"), "vm1", OptionalInt.of(22)));
        assertThat(Destination.parse("fe80::1"))
                .isEqualTo(new Destination(Optional.empty(), "fe80::1", OptionalInt.empty()));
        assertThat(Destination.parse("[fe80::1]:2222"))
                .isEqualTo(new Destination(Optional.empty(), "fe80::1", OptionalInt.of(2222)));
        for (var bad : List.of("", "@vm1", "me@", "vm1:x", "vm1:")) {
            assertThatThrownBy(() -> Destination.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAPortOutOfRange() {
        assertThatThrownBy(() -> SshTarget.of(NODE, "vm1", 65_536, "me"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }
}
